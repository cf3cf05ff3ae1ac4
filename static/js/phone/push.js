// Turns notifications on, on this phone: asks the browser, and tells the clinic where to send them. What they say is never more
// than that something waits. Where the browser cannot do it, the line below the button says so.
const part = document.querySelector("[data-push]");
const line = part.querySelector("[role=status]");

if (isSecureContext && "PushManager" in window && "serviceWorker" in navigator) {
  part.hidden = false;
  document.querySelector("[data-push-none]").hidden = true;
  part.querySelector("button").addEventListener("click", turnOn);
}

async function turnOn({ target }) {
  target.disabled = true;
  try {
    if ((await Notification.requestPermission()) !== "granted") return say("denied");
    const worker = await navigator.serviceWorker.ready;
    const key = bytes(part.dataset.push);
    await tell(await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
    location.reload();
  } catch {
    say("failed");
  } finally {
    target.disabled = false;
  }
}

async function tell(subscription) {
  const { endpoint, keys } = subscription.toJSON();
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const body = new URLSearchParams({ endpoint, ...keys });
  const answer = await fetch(part.dataset.url, { method: "POST", body, headers: { "X-CSRFToken": token } });
  if (!answer.ok) {
    await subscription.unsubscribe();
    throw new Error(answer.status);
  }
}

function say(what) {
  line.textContent = line.dataset[what];
}

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
