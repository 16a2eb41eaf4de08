// Stands in for a well-known embedded player, with the same call, so that the page plays in a browser, too.
globalThis.jwplayer = (id) => ({
  setup(film) {
    const player = document.createElement(film.sources[0].type.split("/")[0]);
    player.controls = true;
    player.poster = film.image;
    const choices = document.createElement("nav");
    for (const source of film.sources) {
      const choice = document.createElement("button");
      choice.textContent = source.label;
      choice.addEventListener("click", () => {
        const at = player.currentTime;
        player.src = source.file;
        player.currentTime = at;
        for (const other of choices.children) other.ariaPressed = String(other === choice);
      });
      choices.append(choice);
    }
    document.getElementById(id).replaceChildren(player, choices);
    choices.lastChild.click();
  },
});
