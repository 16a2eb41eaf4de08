// Has the words corrected by a language model, and lets one look at either version: those as heard stay.

const ASKED_EVERY_MS = 1000;

const part = (id) => document.getElementById(id);
const said = document.body.dataset;

export class Polish {
  #request;
  #tried;
  #complain;
  #chosen;
  #path = "";
  #heard = "";
  #polished = "";
  /** Counts what was offered and stopped: whatever began before goes on no further. */
  #turn = 0;

  /**
   * `request(path, options)` asks the service; `tried(act)` tells what goes wrong in it; `chosen()` is
   * called whenever another version is shown.
   */
  constructor(request, tried, complain, chosen) {
    this.#request = request;
    this.#tried = tried;
    this.#complain = complain;
    this.#chosen = chosen;
    part("polish").addEventListener("click", () => tried(() => this.#begin()));
    part("polish-stop").addEventListener("click", () => tried(() => this.#stop()));
    part("versions").addEventListener("change", () => this.#choose());
  }

  /** Return what is added to an address, so that it leads to the version that is shown. */
  get query() {
    return this.#isPolished ? "&polished=true" : "";
  }

  /** Show words as they were heard, and offer to polish them where that can be done. */
  offer(job, text, { canPolish }) {
    this.#turn += 1;
    this.#path = `/api/jobs/${job}/polish`;
    this.#heard = text;
    this.#polished = "";
    part("text").textContent = text || said.nothing;
    part("versions").hidden = true;
    this.#chosen();
    this.#rest("", { isOffered: Boolean(canPolish && job && text) });
  }

  get #isPolished() {
    return Boolean(this.#polished) && part("version-polished").checked;
  }

  async #begin() {
    const turn = (this.#turn += 1);
    part("trouble").hidden = true;
    this.#work();
    try {
      await this.#follow(turn);
    } catch (error) {
      if (turn === this.#turn) this.#rest("");
      throw error;
    }
  }

  async #follow(turn) {
    let told = await this.#ask("POST");
    while (turn === this.#turn && ["processing", "none"].includes(told.status)) {
      showShare(told.progress);
      await new Promise((resolve) => setTimeout(resolve, ASKED_EVERY_MS));
      if (turn !== this.#turn) return;
      // A service that was started anew knows what was done, but not that somebody waits for the rest.
      told = await this.#ask(told.status === "none" ? "POST" : "GET");
    }
    if (turn === this.#turn) this.#end(told);
  }

  async #stop() {
    this.#turn += 1;
    this.#rest("");
    await this.#ask("DELETE");
  }

  #end(told) {
    if (told.status !== "completed") {
      this.#rest("");
      this.#complain(told.error_message);
      return;
    }
    const missing = told.left.filter((one) => one.reason === "unanswered").length;
    const sentence = missing ? said.polishPartial : told.left.length ? said.polishLeft : said.polishWhole;
    this.#polished = told.text;
    part("version-polished").checked = true;
    part("versions").hidden = false;
    const left = `${missing || told.left.length}/${told.passages}`;
    this.#rest(sentence.replace("…", left), { isOffered: missing > 0 });
    this.#choose();
  }

  #work() {
    showShare(0);
    part("polishing").hidden = false;
    part("polish-state").textContent = said.polishing;
    part("polish-stop").focus();
    part("polish").hidden = true;
  }

  /** Show that nothing is under way; `isOffered`: whether there is something left to polish. */
  #rest(sentence, { isOffered = true } = {}) {
    const wasThere = part("polishing").contains(document.activeElement);
    part("polish").hidden = !isOffered;
    part("polishing").hidden = true;
    part("polish-state").textContent = sentence;
    if (wasThere) part(this.#polished ? "version-polished" : "polish").focus();
  }

  #choose() {
    part("text").textContent = this.#isPolished ? this.#polished : this.#heard;
    this.#chosen();
  }

  async #ask(method) {
    return (await this.#request(this.#path, { method })).json();
  }
}

/** Show how much is done; as long as that is nothing, only that something goes on. */
function showShare(share) {
  if (share) part("polish-share").value = share;
  else part("polish-share").removeAttribute("value");
}
