"use strict";
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const search = document.getElementById("search");
  const key = document.getElementById("key");
  const contents = document.getElementById("contents");
  const wide = matchMedia("(min-width: 56.01rem)");
  const unfold = () => { contents.open = wide.matches; };
  wide.addEventListener("change", unfold);
  unfold();

  // What is found by: everything that a door says about itself.
  const said = new Map(all(".door, #problems tr").map((one) => [one, one.textContent.toLowerCase()]));
  const find = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const [one, text] of said) {
      one.hidden = !words.every((word) => text.includes(word));
      found += one.hidden ? 0 : 1;
    }
    for (const chapter of all(".chapter")) {
      chapter.hidden = !all(".door, tr[id]", chapter).some((one) => !one.hidden);
    }
    for (const entry of all("li", contents)) {
      const target = document.getElementById(entry.querySelector("a").hash.slice(1));
      entry.hidden = Boolean(target?.hidden);
    }
    document.getElementById("about").hidden = words.length > 0;
    document.getElementById("nothing").hidden = found > 0;
  };
  search.addEventListener("input", find);
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !isTyping) {
      event.preventDefault();
      search.focus();
    }
  });

  const open = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (search.value) {
      search.value = "";
      find();
    }
    if (target.classList.contains("door")) target.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && !wide.matches) contents.open = false;
  });

  const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

  /** What a form says: an address, and what fetch and a shell need beside it. */
  const asked = (form) => {
    let path = form.dataset.path;
    const query = new URLSearchParams();
    const headers = {};
    const told = [];
    let body;
    for (const field of all("[data-in]", form)) {
      const place = field.dataset.in;
      if (place === "path") path = path.replace(`{${field.name}}`, encodeURIComponent(field.value));
      if (!field.value) continue;
      if (place === "query") query.append(field.name, field.value);
      if (place === "header") headers[field.name] = field.value;
      if (place === "body") {
        body = field.value;
        headers["Content-Type"] = "application/json";
        told.push(`--data ${quoted(body)}`);
      }
      if (place === "form") {
        body ??= new FormData();
        const value = field.type === "file" ? field.files[0] : field.value;
        body.append(field.name, value);
        told.push(`-F ${quoted(`${field.name}=${field.type === "file" ? `@${value.name}` : value}`)}`);
      }
    }
    const address = query.size ? `${path}?${query}` : path;
    const method = form.dataset.method;
    const shown = { ...(key.value ? { Authorization: "Bearer $KEY" } : {}), ...headers };
    const parts = Object.entries(shown).map(([name, value]) => `-H "${name}: ${value}"`);
    const verb = method === "GET" ? "" : `-X ${method} `;
    const command = [`curl ${verb}${quoted(location.origin + address)}`, ...parts, ...told];
    if (key.value) headers.Authorization = `Bearer ${key.value}`;
    return { address, method, headers, body, command: command.join(" \\\n  ") };
  };

  const show = async (answer, form, began) => {
    const part = (name) => form.querySelector(`.${name}`);
    const kind = answer.headers.get("Content-Type") ?? "";
    const heads = [...answer.headers].map(([name, value]) => `${name}: ${value}`);
    part("heads").textContent = heads.join("\n");
    part("told").hidden = false;
    const status = () => {
      const seconds = ((performance.now() - began) / 1000).toFixed(2);
      part("status").textContent = `${answer.status} ${answer.statusText} · ${seconds} s`;
    };
    status();
    if (kind.startsWith("text/event-stream")) {
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        part("text").textContent += value;
      }
    } else if (/json|^text\//.test(kind)) {
      const text = await answer.text();
      let shown = text;
      try { if (/json/.test(kind)) shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* as it came */ }
      part("text").textContent = shown;
    } else if (answer.status !== 204) {
      const file = part("file");
      URL.revokeObjectURL(file.href);
      const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") ?? "");
      file.href = URL.createObjectURL(await answer.blob());
      file.download = name ? decodeURIComponent(name[1]) : "file";
      file.hidden = false;
    }
    status();
  };

  for (const form of all(".trial")) {
    const command = form.querySelector(".command");
    const stop = form.querySelector(".stop");
    const send = form.querySelector("button");
    const describe = () => { command.textContent = asked(form).command; };
    form.addEventListener("input", describe);
    form.closest(".door").addEventListener("toggle", describe);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const request = asked(form);
      const ending = new AbortController();
      stop.onclick = () => ending.abort();
      stop.hidden = false;
      send.disabled = true;
      form.querySelector(".file").hidden = true;
      form.querySelector(".text").textContent = "";
      const { method, headers, body } = request;
      const began = performance.now();
      try {
        const options = { method, headers, body, signal: ending.signal, credentials: "omit" };
        await show(await fetch(request.address, options), form, began);
      } catch (error) {
        form.querySelector(".told").hidden = false;
        form.querySelector(".status").textContent = error.name === "AbortError" ? "Stopped." : String(error);
      } finally {
        stop.hidden = true;
        send.disabled = false;
      }
    });
  }
  key.addEventListener("input", () => all(".door[open] .trial").forEach((form) => form.dispatchEvent(new Event("input"))));
})();
