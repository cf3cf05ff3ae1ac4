// A kept page may be from another day. It says so, and its question of the morning is this morning's. So is that of a page
// that the clinic made for another time zone than this phone's.
const { content: day, dataset } = document.querySelector("meta[name=day]");
const now = new Date();
const today = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);

if ("kept" in document.documentElement.dataset && day !== today) {
  const line = document.getElementById("old-page");
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long" });
  line.querySelector("p").textContent = line.dataset.text.replace("{day}", format.format(new Date(`${day}T12:00`)));
  line.hidden = false;
  askOfToday();
} else if (day !== today && day === dayIn(dataset?.zone)) askOfToday();

function askOfToday() {
  for (const field of document.querySelectorAll("[data-this-morning]")) {
    if (field.value === day) field.value = today; // not where another day was chosen
  }
  for (const words of document.querySelectorAll("[data-of-the-day]")) words.hidden = true;
}

function dayIn(timeZone) {
  return timeZone && new Intl.DateTimeFormat("sv-SE", { timeZone }).format(now);
}
