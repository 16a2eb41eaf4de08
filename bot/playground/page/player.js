// Plays sound: one quiet card with cover, names, the real shape of the sound, and a native <audio> underneath.

import { el, icon, label } from "./dom.js";
import { peaksOf, shapeOf } from "./waveform.js";
import { clock, word } from "./words.js";

const SPEEDS = [1, 1.25, 1.5, 2];
const STEP_SECONDS = 5;

/**
 * Make a player: `{source, save, title, performer, cover, seconds, bytes, voice}`.
 * Returns `{element, describe}`; `describe` changes the names without touching what plays.
 */
export function audioPlayer(sound) {
  const audio = el("audio", { preload: "metadata", src: sound.source });
  const play = el("button", { class: "play", type: "button" }, icon("play"));
  const title = el("bdi", { class: "title", dir: "auto" });
  const performer = el("bdi", { class: "performer", dir: "auto" });
  const seek = el("div", {
    class: "seek",
    role: "slider",
    tabindex: "0",
    wordLabel: "seek",
    "aria-valuemin": "0",
  });
  const passed = el("span", { class: "passed" }, clock(0));
  const whole = el("span", { class: "whole" }, clock(sound.seconds));
  const speed = el("button", { class: "speed", type: "button", wordLabel: "speed" }, "1×");
  const save = el(
    "a",
    { class: "save", href: sound.save, wordLabel: "download", download: "" },
    icon("download"),
  );
  const element = el(
    "div",
    { class: `player${sound.voice ? " voice" : ""}`, data: { state: "paused" } },
    el("div", { class: "face" }, play),
    el("div", { class: "names" }, title, performer),
    el("div", { class: "track" }, seek, el("div", { class: "times" }, passed, whole, speed, save)),
    audio,
  );

  const length = () => (Number.isFinite(audio.duration) ? audio.duration : sound.seconds || 0);
  const move = (seconds) => {
    audio.currentTime = Math.min(Math.max(seconds, 0), length());
    paint();
  };

  function paint() {
    const share = length() ? audio.currentTime / length() : 0;
    seek.style.setProperty("--played", `${share * 100}%`);
    seek.setAttribute("aria-valuemax", String(Math.round(length())));
    seek.setAttribute("aria-valuenow", String(Math.round(audio.currentTime)));
    seek.setAttribute("aria-valuetext", `${clock(audio.currentTime)} / ${clock(length())}`);
    passed.textContent = clock(audio.currentTime);
    whole.textContent = clock(length());
  }

  function state(name) {
    element.dataset.state = name;
    play.replaceChildren(icon(name === "playing" ? "pause" : "play"));
    name_play();
  }

  function name_play() {
    const verb = element.dataset.state === "playing" ? "pause" : "play";
    label(play, [word(verb), title.textContent].filter(Boolean).join(": "));
  }

  function describe({ title: name, performer: by }) {
    title.textContent = name ?? "";
    performer.textContent = by ?? "";
    title.hidden = !name;
    performer.hidden = !by;
    name_play();
  }

  play.addEventListener("click", () => {
    if (!audio.paused) return audio.pause();
    for (const other of document.querySelectorAll("audio, video")) if (other !== audio) other.pause();
    audio.play().catch(() => state("failed"));
  });
  speed.addEventListener("click", () => {
    audio.playbackRate = SPEEDS[(SPEEDS.indexOf(audio.playbackRate) + 1) % SPEEDS.length];
    speed.textContent = `${audio.playbackRate}×`;
  });
  seek.addEventListener("pointerdown", (event) => {
    const drag = (moved) => {
      const box = seek.getBoundingClientRect();
      move(((moved.clientX - box.left) / box.width) * length());
    };
    seek.setPointerCapture(event.pointerId);
    seek.addEventListener("pointermove", drag);
    seek.addEventListener("pointerup", () => seek.removeEventListener("pointermove", drag), { once: true });
    drag(event);
  });
  seek.addEventListener("keydown", (event) => {
    const steps = {
      ArrowLeft: -STEP_SECONDS,
      ArrowRight: STEP_SECONDS,
      ArrowDown: -STEP_SECONDS,
      ArrowUp: STEP_SECONDS,
    };
    if (event.key in steps) move(audio.currentTime + steps[event.key]);
    else if (event.key === "Home") move(0);
    else if (event.key === "End") move(length());
    else if (event.key === " " || event.key === "Enter") play.click();
    else return;
    event.preventDefault();
  });
  audio.addEventListener("play", () => {
    state("playing");
    follow();
  });
  audio.addEventListener("pause", () => state("paused"));
  audio.addEventListener("error", () => state("failed"));
  audio.addEventListener("loadedmetadata", paint);
  audio.addEventListener("timeupdate", paint);
  audio.addEventListener("ended", () => move(0));

  // timeupdate comes four times a second: between two of them the line would stand still.
  function follow() {
    if (audio.paused) return;
    paint();
    requestAnimationFrame(follow);
  }

  describe(sound);
  if (sound.cover) dress(element, sound.cover);
  whenSeen(element, () => drawWave(seek, sound));
  paint();
  return { element, describe };
}

function dress(element, cover) {
  const picture = el("img", { class: "cover", src: cover, alt: "", loading: "lazy" });
  const air = el("img", { class: "air", src: cover, alt: "", loading: "lazy" });
  picture.addEventListener("error", () => {
    picture.remove();
    air.remove();
  });
  element.classList.add("dressed");
  element.querySelector(".face").prepend(picture);
  element.prepend(el("div", { class: "backdrop" }, air));
}

async function drawWave(seek, sound) {
  const peaks = await peaksOf(sound.source, sound.bytes);
  if (!peaks) return;
  seek.style.setProperty("--shape", `url("${shapeOf(peaks)}")`);
  seek.classList.add("shaped");
}

function whenSeen(element, act) {
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    act();
  });
  watcher.observe(element);
}
