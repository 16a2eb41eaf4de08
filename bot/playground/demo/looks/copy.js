// Lets every button of the index copy its link.
for (const button of document.querySelectorAll("button[data-link]")) {
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.link);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 1500);
  });
}
