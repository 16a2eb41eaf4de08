// Speaks to the playground's own doors under /sim/. Every refusal becomes an Error with the server's sentence.

const token = document.querySelector('meta[name="sim-token"]').content;

/** Ask for JSON. */
export async function get(path, query = {}) {
  return answer(await fetch(address(path, query), { headers: { "X-Sim-Token": token } }));
}

/** Send JSON, receive JSON. */
export const post = (path, body = {}) => send("POST", path, body);

/** Take something away. */
export const remove = (path) => send("DELETE", path);

/** Where the bytes of a file are, for elements that cannot send a header. */
export const fileAddress = (fileId, query = {}) =>
  address(`/sim/files/${encodeURIComponent(fileId)}`, { ...query, token });

/** Upload one file, telling how much of it has left: `{fields, file, name, progress, signal}`. */
export function upload(chatId, { fields, file, name, progress, signal }) {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) {
    if (value !== undefined && value !== null && value !== "") form.append(field, value);
  }
  form.append("file", file, name);
  return new Promise((resolve, reject) => {
    // fetch() cannot tell how much of an upload has left.
    const request = new XMLHttpRequest();
    request.open("POST", `/sim/chats/${chatId}/upload`);
    request.setRequestHeader("X-Sim-Token", token);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onload = () =>
      request.status < 300
        ? resolve(request.response)
        : reject(new Error(request.response?.error ?? request.statusText));
    request.onerror = () => reject(new Error(request.statusText || "network"));
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

/** Where the stream of events is. */
export const eventsAddress = (chatId, since) => address("/sim/events", { chat: chatId, since, token });

function address(path, query) {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") url.searchParams.set(name, value);
  }
  return url.pathname + url.search;
}

async function send(method, path, body) {
  const headers = { "X-Sim-Token": token, "Content-Type": "application/json" };
  return answer(await fetch(path, { method, headers, body: body && JSON.stringify(body) }));
}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error ?? `${response.status} ${response.statusText}`);
  return body;
}
