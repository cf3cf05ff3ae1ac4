// A page of somebody who was signed out meanwhile closes as soon as the phone can ask: one that was kept, when it is
// opened; one that lies open, when somebody looks at it again. What was typed on it stays: sent, it waits in the outbox.
import { account } from "./account.js";

const TOKEN = "/outbox/token/";
const DOOR = "/account/login/";
let typed = false;

async function look() {
  if (typed || document.visibilityState !== "visible") return;
  try {
    const answer = await fetch(TOKEN, { headers: { Accept: "application/json" } });
    const isElse = answer.ok && (await answer.json()).account !== account;
    if (!typed && (answer.status === 401 || isElse)) location.replace(isElse ? "/" : `${DOOR}?next=${location.pathname}`);
  } catch { /* no signal: nobody can tell */ }
}

document.addEventListener("input", () => { typed = true; });
document.addEventListener("visibilitychange", look);
addEventListener("online", look);
if ("kept" in document.documentElement.dataset) look();
