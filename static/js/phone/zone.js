// Today offers once to follow this phone's time zone, where its clock shows another time than the one that days and reminders
// are in. A browser that knows no name for its zone offers nothing.
const offer = document.querySelector("form[data-zone]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

function clockIn(timeZone) {
  try {
    return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }).format(new Date());
  } catch {
    return null;
  }
}

const cityOf = (timeZone) => timeZone.split("/").pop().replaceAll("_", " ");

if (offer && here?.includes("/") && !here.startsWith("Etc/") && offer.dataset.keptFrom !== here) {
  const words = offer.querySelector("[data-text]");
  offer.querySelector("[name=zone]").value = here;
  words.textContent = words.dataset.text.replace("{place}", cityOf(here)).replace("{home}", cityOf(offer.dataset.zone));
  offer.hidden = clockIn(here) === clockIn(offer.dataset.zone);
}
