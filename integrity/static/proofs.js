// Checks a proof of the public log in the reader's own browser: nothing is asked of the server.
// The formats are those of C2SP tlog-proof, tlog-checkpoint and signed-note; the tree is RFC 6962's.
"use strict";

const INCLUSION = "c2sp.org/tlog-proof@v1";
const CONSISTENCY = "integrity/log-consistency@v1";
const ED25519 = 1;

class Fault extends Error {}

const bytes = (text) => {
  try {
    return Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  } catch {
    throw new Fault("unread");
  }
};
const utf8 = (text) => new TextEncoder().encode(text);
const glued = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const same = (one, other) => one.length === other.length && one.every((b, i) => b === other[i]);
const sha256 = async (data) => new Uint8Array(await crypto.subtle.digest("SHA-256", data));
const joined = (left, right) => sha256(glued([1], left, right));

// RFC 9162, 2.1.3.2 and 2.1.4.2: sizes may be larger than what bit operators hold
async function climb(place, last, starts, path, step) {
  let values = starts;
  for (const hash of path) {
    if (last === 0) throw new Fault("wrong");
    const right = place % 2 === 1 || place === last;
    values = await Promise.all(values.map((value, which) => step(value, hash, right, which)));
    if (right) {
      while (place % 2 === 0 && place > 0) {
        place /= 2;
        last = Math.floor(last / 2);
      }
    }
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  if (last !== 0) throw new Fault("wrong");
  return values;
}

async function rootByInclusion(leaf, index, size, path) {
  if (index >= size) throw new Fault("wrong");
  const up = (value, hash, right) => (right ? joined(hash, value) : joined(value, hash));
  return (await climb(index, size - 1, [leaf], path, up))[0];
}

async function demandConsistent(old, young, path) {
  if (old.size < 1 || old.size > young.size) throw new Fault("wrong");
  if (old.size === young.size) {
    if (path.length || !same(old.root, young.root)) throw new Fault("wrong");
    return;
  }
  const steps = Number.isInteger(Math.log2(old.size)) ? [old.root, ...path] : path;
  if (!steps.length) throw new Fault("wrong");
  let place = old.size - 1;
  let last = young.size - 1;
  while (place % 2 === 1) {
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  const up = (value, hash, right, which) => {
    if (right) return joined(hash, value);
    return which === 0 ? value : joined(value, hash);
  };
  const [before, after] = await climb(place, last, [steps[0], steps[0]], steps.slice(1), up);
  if (!same(before, old.root) || !same(after, young.root)) throw new Fault("wrong");
}

async function keyOf(text) {
  const [name, hint, ...rest] = text.trim().split("+");
  const raw = bytes(rest.join("+"));
  const known = (await sha256(glued(utf8(`${name}\n`), raw))).slice(0, 4);
  if (raw[0] !== ED25519 || [...known].map((b) => b.toString(16).padStart(2, "0")).join("") !== hint) {
    throw new Fault("unsigned");
  }
  const key = await crypto.subtle.importKey("raw", raw.slice(1), "Ed25519", false, ["verify"]);
  return { name, hint: known, key };
}

async function checkpoint(text, signatures, keys) {
  const body = `${text}\n`;
  for (const line of signatures.split("\n")) {
    for (const { name, hint, key } of keys) {
      const start = `\u2014 ${name} `;
      if (!line.startsWith(start)) continue;
      const said = bytes(line.slice(start.length));
      if (!same(said.slice(0, 4), hint)) continue;
      if (await crypto.subtle.verify("Ed25519", key, said.slice(4), utf8(body))) {
        const [origin, size, root] = text.split("\n");
        return { origin, size: Number(size), root: bytes(root) };
      }
    }
  }
  throw new Fault("unsigned");
}

async function check(proof, keys) {
  const parts = proof.replaceAll("\r\n", "\n").trimEnd().split("\n\n");
  const [kind, ...lines] = parts[0].split("\n");
  if (kind === INCLUSION && parts.length === 3) {
    const extra = /^extra (\S+)$/.exec(lines[0]);
    const place = /^index (\d+)$/.exec(lines[1]);
    if (!extra || !place) throw new Fault("unread");
    const log = await checkpoint(parts[1], parts[2], keys);
    const entry = bytes(extra[1]);
    const index = Number(place[1]);
    const root = await rootByInclusion(await sha256(glued([0], entry)), index, log.size, lines.slice(2).map(bytes));
    if (!same(root, log.root)) throw new Fault("wrong");
    return { said: "included", index, entry: new TextDecoder().decode(entry), ...log };
  }
  if (kind === CONSISTENCY && parts.length === 5) {
    const old = await checkpoint(parts[1], parts[2], keys);
    const young = await checkpoint(parts[3], parts[4], keys);
    await demandConsistent(old, young, lines.map(bytes));
    return { said: "continued", old: old.size, ...young };
  }
  throw new Fault("unread");
}

document.querySelectorAll("form[data-proof]").forEach((form) => {
  const [keys, proof, file] = ["#keys", "#proof", "#proof-file"].map((id) => form.querySelector(id));
  const said = form.querySelector("[data-proof-said]");
  const words = (name, values) => form.dataset[name].replace(/\{(\w+)\}/g, (_all, key) => values[key]);

  file.addEventListener("change", async () => {
    if (file.files.length) proof.value = await file.files[0].text();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "";
    try {
      const trusted = await Promise.all(keys.value.trim().split(/\s+/).map(keyOf));
      const found = await check(proof.value, trusted);
      const entry = found.entry ? ` ${form.dataset.entry}${found.entry}` : "";
      said.textContent = words(found.said, found) + entry;
    } catch (error) {
      said.textContent = form.dataset[error instanceof Fault ? error.message : "unable"];
    }
  });
});
