// "Copy": takes the text of a box to the clipboard and says so. Without this the box can be selected by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const box = document.getElementById(button.dataset.copy);
  const said = button.parentElement.querySelector("[data-copy-said]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
    } catch {
      document.execCommand("copy"); // a page without https has no clipboard of its own
    }
    said.textContent = button.dataset.copied;
    button.querySelector("span").textContent = button.dataset.copied;
  });
}
