// A kept page may be from another day. It says so, and its question of the morning is this morning's.
const day = document.querySelector("meta[name=day]").content;
const now = new Date();
const today = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

if ("kept" in document.documentElement.dataset && day !== today) {
  const line = document.getElementById("old-page");
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" });
  line.querySelector("p").textContent = line.dataset.text.replace("{day}", format.format(new Date(`${day}T12:00`)));
  line.hidden = false;
  for (const field of document.querySelectorAll("form[data-outbox] [name=on]")) field.value = today;
  for (const words of document.querySelectorAll("[data-of-the-day]")) words.hidden = true;
}
