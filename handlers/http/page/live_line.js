// The connection: sound goes out, words come in. When it is cut, it is made again, and nothing is missing.

const MOST_KEPT_BYTES = 64 * 1024 * 1024;
const MOST_UNDER_WAY_BYTES = 1024 * 1024;
const PING_EVERY_MS = 5000;
const SILENCE_MS = 15000;
/** The first to speak may have to wait until the model has been fetched. */
const FIRST_SILENCE_MS = 300000;
const LONGEST_WAIT_MS = 10000;
const MOST_FIRST_ATTEMPTS = 3;

export class Line {
  #who;
  #config;
  #told;
  #socket = null;
  #session = "";
  #after = 0;
  #ring = [];
  #from = 0;
  #next = 0;
  #taken = 0;
  #connected = false;
  #begun = false;
  #stopping = false;
  #over = false;
  #attempts = 0;
  #heardAt = 0;
  #timers = new Set();
  #waiting = 0;

  /**
   * `who` proves who is there: {key} or {init_data}. `config` is what `start` says of the sound. `told` has
   * event(message), connected(message), cut(), full() and failed(message), where `message` may be null.
   * `session` goes on where it stands, and all that was told of it is told again.
   */
  constructor(who, config, told, session = "") {
    this.#who = who;
    this.#config = config;
    this.#told = told;
    this.#session = session;
  }

  get session() {
    return this.#session;
  }

  open() {
    this.#connect();
    this.#every(PING_EVERY_MS, () => this.#ping());
    addEventListener("online", this.#hurry);
  }

  /** Send sound, now or as soon as there is a connection again. */
  send(bytes) {
    this.#ring.push(bytes);
    this.#pump();
    if (this.#end - this.#taken > MOST_KEPT_BYTES) this.#told.full();
  }

  /** End the utterance here. */
  commit() {
    if (this.#connected) this.#say({ type: "commit" });
  }

  /** Say, behind the last of the sound, that no more comes. */
  stop() {
    this.#stopping = true;
    this.#pump();
  }

  close() {
    this.#over = true;
    removeEventListener("online", this.#hurry);
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#waiting);
    this.#drop();
  }

  get #end() {
    return this.#ring.reduce((sum, bytes) => sum + bytes.length, this.#from);
  }

  #connect() {
    const address = new URL("/api/transcribe/live", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    this.#socket = socket;
    this.#heardAt = performance.now();
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.#say({ ...this.#first, ...this.#who });
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
    socket.onclose = () => this.#lose();
  }

  get #first() {
    if (!this.#session) return { type: "start", config: this.#config };
    return { type: "resume", session: this.#session, after: this.#after };
  }

  #hear(message) {
    this.#heardAt = performance.now();
    if (message.seq) this.#after = message.seq;
    switch (message.type) {
      case "connected":
        this.#begin(message);
        break;
      case "taken":
        this.#forget(message.bytes);
        break;
      case "pong":
        if (message.taken !== undefined) this.#forget(message.taken);
        break;
      case "error":
        this.#fail(message);
        break;
      default:
        this.#told.event(message);
    }
    if (message.type === "complete") this.close();
  }

  #begin(message) {
    this.#session = message.session;
    this.#attempts = 0;
    // What was taken before this page came was never here.
    if (!this.#begun) this.#from = message.taken;
    this.#begun = true;
    this.#taken = message.taken;
    this.#rewind();
    this.#connected = true;
    this.#told.connected(message);
    this.#forget(message.taken);
  }

  #fail(message) {
    if (message.recoverable) return;
    this.close();
    this.#told.failed(message);
  }

  /** Forget what was taken: it is never asked for again. */
  #forget(taken) {
    this.#taken = Math.max(this.#taken, taken);
    while (this.#ring.length && this.#from + this.#ring[0].length <= taken) {
      this.#from += this.#ring.shift().length;
      this.#next = Math.max(0, this.#next - 1);
    }
    this.#pump();
  }

  /** Go back to the first piece of which the service lacks something, and cut off what it has of it. */
  #rewind() {
    let at = this.#from;
    this.#next = 0;
    while (this.#next < this.#ring.length && at + this.#ring[this.#next].length <= this.#taken) {
      at += this.#ring[this.#next++].length;
    }
    const piece = this.#ring[this.#next];
    if (!piece || at === this.#taken) return;
    const has = this.#taken - at;
    this.#ring.splice(this.#next, 1, piece.subarray(0, has), piece.subarray(has));
    this.#next += 1;
  }

  #pump() {
    const socket = this.#socket;
    if (!this.#connected || socket.readyState !== WebSocket.OPEN) return;
    while (this.#next < this.#ring.length) {
      if (socket.bufferedAmount > MOST_UNDER_WAY_BYTES) {
        clearTimeout(this.#waiting);
        this.#waiting = setTimeout(() => this.#pump(), 50);
        return;
      }
      socket.send(this.#ring[this.#next++]);
    }
    if (this.#stopping && this.#connected !== "stopped") {
      this.#say({ type: "stop" });
      this.#connected = "stopped";
    }
  }

  #ping() {
    if (this.#socket?.readyState === WebSocket.OPEN && this.#connected) this.#say({ type: "ping" });
    const patience = this.#session ? SILENCE_MS : FIRST_SILENCE_MS;
    if (this.#socket && performance.now() - this.#heardAt > patience) this.#lose();
  }

  #lose() {
    const was = this.#connected;
    this.#drop();
    if (this.#over) return;
    this.#attempts += 1;
    if (!this.#session && this.#attempts >= MOST_FIRST_ATTEMPTS) {
      this.close();
      this.#told.failed(null);
      return;
    }
    if (was) this.#told.cut();
    const wait = Math.min(LONGEST_WAIT_MS, 250 * 2 ** this.#attempts) * (0.75 + Math.random() / 2);
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#connect(), wait);
  }

  #hurry = () => {
    if (this.#socket || this.#over) return;
    clearTimeout(this.#waiting);
    this.#connect();
  };

  /** Have nothing more to do with the socket: it may take minutes until it notices that nobody is there. */
  #drop() {
    const socket = this.#socket;
    this.#connected = false;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #say(message) {
    this.#socket.send(JSON.stringify(message));
  }

  #every(milliseconds, act) {
    this.#timers.add(setInterval(act, milliseconds));
  }
}
