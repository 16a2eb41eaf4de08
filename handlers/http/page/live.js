// Writes down what is said into the microphone, while it is said. The key stays in the field it was typed into.

import { Line } from "./live_line.js";
import { clock, named, Result } from "./live_result.js";
import { Sound } from "./live_sound.js";
import { dress, initData, tell } from "./live_telegram.js";
import { forget, keep, unfinished } from "./live_unfinished.js";
import { Words } from "./live_words.js";

const LAG_SECONDS = 2;

const part = (id) => document.getElementById(id);
const said = document.body.dataset;
const box = part("live");
const words = new Words(part("words"));
const result = new Result(() => (initData ? `tma ${initData}` : `Bearer ${key()}`), complain);
let line = null;
let sound = null;
let canSend = false;
let canPolish = false;
let seconds = 0;
let awake = null;
/** The session that goes on after the page was loaded anew, until it is connected. */
let earlier = null;
/** How it stands, whatever becomes of the connection: listening, paused or finishing. */
let standing = "";

dress();
tell("web_app_ready");
tell("web_app_expand");
if (initData) {
  part("keyed").hidden = true;
  part("key").required = false;
}
part("begin").addEventListener("submit", (event) => {
  event.preventDefault();
  begin();
});
part("resume").hidden = !unfinished();
part("resume").addEventListener("click", () => part("begin").reportValidity() && begin(unfinished()));
part("pause").addEventListener("click", () => (standing === "paused" ? goOn() : pause()));
part("stop").addEventListener("click", stop);
document.addEventListener("visibilitychange", () => {
  if (sound && document.visibilityState === "visible") stayAwake();
});
addEventListener("beforeunload", (event) => line && event.preventDefault());

async function begin(goesOn = null) {
  part("go").disabled = part("resume").disabled = true;
  part("trouble").hidden = true;
  part("result").hidden = true;
  const mine = new Sound(heard, () => pause(said.unplugged));
  try {
    await mine.open(goesOn?.rate);
  } catch (error) {
    await mine.close();
    part("go").disabled = part("resume").disabled = false;
    complain(error.name === "NotAllowedError" ? said.denied : said.deaf);
    return;
  }
  sound = mine;
  earlier = goesOn;
  seconds = 0;
  words.clear();
  const who = initData ? { init_data: initData } : { key: key() };
  const config = { language: part("language").value, encoding: "s16le", rate: sound.rate, channels: 1 };
  const told = { event: take, connected, cut, full: () => pause(said.full), failed };
  line = new Line(who, config, told, goesOn?.session);
  open();
  line.open();
  await stayAwake();
}

function open() {
  standing = "listening";
  show("connecting");
  showClock();
  showLag(0);
  box.classList.add("running");
  box.hidden = false;
  part("heard").open = true;
  part("heard-language").hidden = true;
  part("controls").hidden = false;
  part("begin").hidden = true;
  box.scrollIntoView({ block: "nearest" });
  part("stop").focus({ preventScroll: true });
  tell("web_app_setup_closing_behavior", { need_confirmation: true });
}

function heard(bytes, peak) {
  if (!line) return;
  line.send(bytes);
  seconds += bytes.length / 2 / sound.rate;
  showClock();
  // What is half as loud to the ear is a tenth of the number.
  showLevel(1 + Math.log10(peak + 1e-4) / 2);
}

function take(message) {
  switch (message.type) {
    case "committed":
      words.commit(message.utterance, message.text);
      break;
    case "partial":
      words.guess(message.utterance, message.tentative);
      break;
    case "segment":
      words.end(message.utterance);
      break;
    case "language_detected":
      part("heard-language").textContent = `${said.spoken}: ${named(message.language)}`;
      part("heard-language").hidden = false;
      break;
    case "lag":
      showLag(message.seconds, message.note);
      break;
    case "ending":
      complain(message.error);
      stop();
      break;
    case "complete":
      complete(message);
  }
}

function connected(message) {
  canSend = message.can_send_to_chat;
  if (earlier) seconds += message.taken / 2 / earlier.rate;
  earlier = null;
  if (sound) keep(message.session, sound.rate);
  canPolish = message.llm_polish_available;
  show(standing);
}

function cut() {
  show("cut");
}

async function pause(sentence = "") {
  if (!sound || standing === "paused") return;
  standing = "paused";
  show(standing);
  if (sentence) complain(sentence);
  await sound.pause();
  line?.commit();
  showLevel(0);
}

async function goOn() {
  try {
    await sound.resume();
  } catch {
    complain(said.deaf);
    return;
  }
  part("trouble").hidden = true;
  standing = "listening";
  show(standing);
}

async function stop() {
  if (!sound) return;
  standing = "finishing";
  show(standing);
  await sound.close();
  sound = null;
  line?.stop();
  showLevel(0);
  letSleep();
}

function complete(message) {
  const { session } = line;
  forget();
  end();
  part("heard").open = false;
  result.show(message, { session, canSend, canPolish });
}

function failed(message) {
  // Another key, or a page that Telegram opens anew, may still go on with it.
  if (message?.seq || message?.code === "live-gone") forget();
  if (!message) complain(said.offline);
  else if (message.code.startsWith("page-")) complain(said.reopen);
  else complain(message.code === "live-gone" ? said.gone : message.error);
  end();
}

function end() {
  line?.close();
  line = null;
  sound?.close();
  sound = null;
  letSleep();
  showLag(0);
  box.classList.remove("running");
  box.hidden = !part("words").childElementCount;
  part("controls").hidden = true;
  part("heard-language").hidden = true;
  part("begin").hidden = false;
  part("go").textContent = said.again;
  part("go").disabled = part("resume").disabled = false;
  part("resume").hidden = !unfinished();
  tell("web_app_setup_closing_behavior", { need_confirmation: false });
}

function show(state) {
  box.dataset.state = state;
  part("state").textContent = said[state];
  part("pause").textContent = standing === "paused" ? said.goOn : said.pause;
  part("pause").disabled = part("stop").disabled = standing === "finishing";
}

function showClock() {
  part("clock").textContent = clock(seconds);
}

function showLevel(share) {
  part("level").style.transform = `scaleX(${Math.max(0, Math.min(1, share)).toFixed(3)})`;
}

function showLag(behind, note = "") {
  const unit = { style: "unit", unit: "second", unitDisplay: "long", maximumFractionDigits: 0 };
  const span = new Intl.NumberFormat(document.documentElement.lang, unit).format(behind);
  const told = note || (behind < LAG_SECONDS ? "" : said.behind.replace("…", span));
  part("lag").hidden = !told;
  part("lag").textContent = told;
}

function key() {
  return part("key").value.trim();
}

function complain(sentence) {
  part("trouble").textContent = sentence;
  part("trouble").hidden = false;
  part("trouble").scrollIntoView({ block: "nearest" });
}

async function stayAwake() {
  try {
    awake = await navigator.wakeLock?.request("screen");
  } catch {
    // The battery is low, or the browser does not want to: it goes on as long as the screen does.
  }
}

function letSleep() {
  awake?.release().catch(() => {});
  awake = null;
}
