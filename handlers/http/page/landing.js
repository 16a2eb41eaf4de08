// Asks for the words behind a link, follows the job, and shows them. The key stays in the field it was typed into.

const part = (id) => document.getElementById(id);
const said = document.body.dataset;
let leaving = null;

part("ask").addEventListener("submit", (event) => {
  event.preventDefault();
  ask();
});
part("stop").addEventListener("click", () => leaving?.abort());
part("copy").addEventListener("click", copy);

async function ask() {
  const asking = new AbortController();
  let job = null;
  leaving = asking;
  working(said.asking);
  try {
    job = await accepted(asking.signal);
    await followed(job, asking.signal);
    show(await told(job, asking.signal));
  } catch (error) {
    if (asking.signal.aborted && job) await stop(job);
    complain(asking.signal.aborted ? said.stopped : error instanceof Refusal ? error.message : said.offline);
  }
  leaving = null;
  part("work").hidden = true;
  part("go").disabled = false;
}

class Refusal extends Error {}

async function accepted(signal) {
  const wish = { url: part("url").value.trim(), language: part("language").value };
  if (part("speakers").checked) wish.speakers = "voices";
  const answer = await request("/api/transcribe", {
    method: "POST",
    headers: { "Content-Type": "application/json", Prefer: "respond-async" },
    body: JSON.stringify(wish),
    signal,
  });
  return answer.json();
}

async function followed(job, signal) {
  const answer = await request(`/api/jobs/${job.job_id}/events`, { signal });
  const lines = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let read = "";
  for (;;) {
    const { done, value } = await lines.read();
    if (done) return;
    const events = (read + value).replaceAll("\r\n", "\n").split("\n\n");
    read = events.pop();
    for (const event of events) take(event);
  }
}

function take(event) {
  const text = event
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(5).trim())
    .join("\n");
  if (!text.startsWith("{")) return;
  const { progress } = JSON.parse(text);
  if (!progress) return;
  part("stage").textContent = progress.message;
  part("bar").value = progress.percent / 100;
}

async function told(job, signal) {
  const path = `/api/jobs/${job.job_id}`;
  const state = await (await request(path, { signal })).json();
  if (state.status !== "completed") throw new Refusal(state.error_message ?? said.stopped);
  const transcript = await (await request(`${path}/transcript`, { signal })).json();
  return { state, transcript };
}

async function stop(job) {
  try {
    await request(`/api/jobs/${job.job_id}/cancel`, { method: "POST" });
  } catch {
    // It has ended meanwhile, or nobody is there to hear of it.
  }
}

async function request(path, options = {}) {
  const headers = { ...options.headers, Authorization: `Bearer ${part("key").value.trim()}` };
  const answer = await fetch(path, { ...options, headers });
  if (answer.ok) return answer;
  const trouble = await answer.json().catch(() => ({}));
  throw new Refusal(trouble.message ?? `${answer.status} ${answer.statusText}`);
}

function working(sentence) {
  part("stage").textContent = sentence;
  part("bar").removeAttribute("value");
  part("go").disabled = true;
  part("work").hidden = false;
  part("trouble").hidden = true;
  part("result").hidden = true;
  part("work").scrollIntoView({ block: "nearest" });
}

function complain(sentence) {
  part("trouble").textContent = sentence;
  part("trouble").hidden = false;
  part("trouble").scrollIntoView({ block: "nearest" });
}

function show({ state, transcript }) {
  const text = transcript.segments.map(line).join("\n");
  const origin = transcript.origin === "speech" ? said.speech : said.captions;
  part("facts").replaceChildren(
    ...fact(said.language, named(transcript.language)),
    ...fact(said.length, clock(transcript.duration)),
    ...fact(said.origin, origin),
    ...fact(said.source, state.content_info?.title ?? state.source_url),
  );
  part("words").textContent = text || said.nothing;
  part("save").href = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain;charset=utf-8" }));
  part("result").hidden = false;
  part("result").scrollIntoView({ behavior: "smooth", block: "nearest" });
}

function line({ speaker, text }) {
  return speaker ? `${speaker}: ${text}` : text;
}

function* fact(name, value) {
  if (!value) return;
  const row = document.createElement("div");
  const [term, told] = [document.createElement("dt"), document.createElement("dd")];
  term.textContent = name;
  told.textContent = value;
  row.append(term, told);
  yield row;
}

function named(language) {
  return language && new Intl.DisplayNames([document.documentElement.lang], { type: "language" }).of(language);
}

function clock(seconds) {
  const whole = Math.round(seconds);
  const two = (number) => String(number).padStart(2, "0");
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

async function copy() {
  try {
    await navigator.clipboard.writeText(part("words").textContent);
  } catch {
    // Without TLS, or without leave, there is no clipboard to write to; what is selected can be copied.
    getSelection().selectAllChildren(part("words"));
    document.execCommand("copy");
  }
  part("copy").textContent = said.copied;
  setTimeout(() => (part("copy").textContent = said.copy), 2000);
}
