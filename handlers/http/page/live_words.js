// The words as they come. What is committed is only ever added to; behind it stands what is still guessed.

export class Words {
  #box;
  #spoken = new Map();

  constructor(box) {
    this.#box = box;
  }

  clear() {
    this.#box.replaceChildren();
    this.#spoken.clear();
  }

  commit(utterance, text) {
    this.#keepingDown(() => {
      const { sure, guess } = this.#of(utterance);
      sure.append(text);
      const added = text.trim();
      const guessed = guess.textContent.trim();
      guess.textContent = guessed.startsWith(added) ? guessed.slice(added.length) : "";
    });
  }

  guess(utterance, text) {
    this.#keepingDown(() => {
      const { sure, guess } = this.#of(utterance);
      guess.textContent = sure.textContent && text ? ` ${text}` : text;
    });
  }

  /** The utterance is over: nothing is guessed of it any more. */
  end(utterance) {
    const found = this.#spoken.get(utterance);
    if (!found) return;
    found.guess.remove();
    if (!found.sure.textContent) found.line.remove();
  }

  #of(utterance) {
    const found = this.#spoken.get(utterance);
    if (found) return found;
    const line = document.createElement("p");
    const [sure, guess] = [document.createElement("span"), document.createElement("span")];
    sure.className = "sure";
    guess.className = "guess";
    // Read aloud once it is certain, not each time it changes.
    guess.setAttribute("aria-hidden", "true");
    line.append(sure, guess);
    this.#box.append(line);
    const made = { line, sure, guess };
    this.#spoken.set(utterance, made);
    return made;
  }

  /** Whoever looks at the newest words goes on doing so; whoever has scrolled up is left in peace. */
  #keepingDown(change) {
    const box = this.#box;
    const isDown = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
    change();
    if (isDown) box.scrollTop = box.scrollHeight;
  }
}
