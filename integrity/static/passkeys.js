// Passkeys: registering one, and signing a document with one. Everything else works without it.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const described = (list = []) => list.map((key) => ({ ...key, id: bytes(key.id) }));

function answer(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const given = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: Object.fromEntries(given),
    clientExtensionResults: {},
  });
}

async function make(holder) {
  const headers = { "X-CSRFToken": holder.dataset.token };
  const options = await (await fetch(holder.dataset.passkeyRegister, { method: "POST", headers })).json();
  return navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: described(options.excludeCredentials),
    },
  });
}

function ask(holder) {
  const options = JSON.parse(holder.dataset.passkeySign);
  return navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: described(options.allowCredentials),
    },
  });
}

async function fill(holder, form, work) {
  const failed = holder.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    form.elements.credential.value = answer(await work(holder));
    form.requestSubmit();
  } catch {
    form.elements.credential.value = "";
    failed.hidden = false;
  }
}

document.querySelectorAll("[data-passkey-register]").forEach((holder) => {
  const form = holder.querySelector("form");
  form.addEventListener("submit", (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    fill(holder, form, make);
  });
});

document.querySelectorAll("[data-passkey-sign]").forEach((holder) => {
  const button = holder.querySelector("button");
  if (!window.PublicKeyCredential) return;
  holder.hidden = false;
  button.addEventListener("click", () => fill(holder, document.getElementById(holder.dataset.form).querySelector("form"), ask));
});
