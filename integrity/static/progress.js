// How far a file is: asks its address until it is over, then shows the page anew. Without this file
// the link beside it does the same.
"use strict";

const PATIENCE = 240; // questions, after which only the link remains: an idle session must end
const STEP = 10; // per cent, between what is read out

document.querySelectorAll("[data-progress]").forEach((holder) => {
  const bar = holder.querySelector("progress");
  const words = holder.querySelector("[data-progress-words]");
  const said = holder.querySelector("[data-progress-said]");
  let asked = 0;
  let spoken = 0;

  function show({ done, total, words: text }) {
    if (!total) return;
    bar.hidden = false;
    bar.max = total;
    bar.value = done;
    words.textContent = text;
    const share = Math.floor((100 * done) / total / STEP);
    if (share > spoken) said.textContent = text;
    spoken = share;
  }

  async function ask() {
    asked += 1;
    try {
      const answer = await fetch(holder.dataset.progress, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return; // logged out: the link leads to the login
      const news = await answer.json();
      if (news.over) {
        said.textContent = said.dataset.over;
        location.reload();
        return;
      }
      show(news);
    } catch {
      // the next question may be answered
    }
    wait();
  }

  function wait() {
    if (asked < PATIENCE) setTimeout(ask, document.hidden ? 10000 : Math.min(500 + 100 * asked, 5000));
  }

  wait();
});
