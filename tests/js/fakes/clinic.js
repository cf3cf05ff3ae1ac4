// The clinic at the other end of the line: it takes what is posted and answers what the test wants.
export const clinic = {};

export function anew() {
  const answer = () => [200, { status: "stored", next: "/today/" }];
  Object.assign(clinic, { account: "ann", reachable: true, tokens: 0, received: [], answer });
}

globalThis.fetch = async (address, { method, body, headers } = {}) => {
  if (!clinic.reachable) throw new TypeError("Failed to fetch");
  if (method !== "POST") {
    clinic.tokens += 1;
    return Response.json({ account: clinic.account, token: "fresh" });
  }
  const post = { address, fields: Object.fromEntries(body), headers };
  clinic.received.push(post);
  const [status, said] = clinic.answer(post);
  return said === undefined ? new Response("<p>an error page", { status }) : Response.json(said, { status });
};
