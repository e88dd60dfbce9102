/* The survey's page. Plain ES5 and XMLHttpRequest: it must run on an Android of 2014. */
(function () {
  "use strict";

  var POLL = 20000, PATIENCE = 20000, PAUSES = [1, 2, 4, 8, 15, 30], STORE = "skm.after", NUMBER = /^\d{1,2}\. /;
  var body = document.body;
  var words = JSON.parse(body.getAttribute("data-words"));
  var kode = body.getAttribute("data-kode");
  var log = byId("log"), field = byId("words"), state = byId("status"), retry = byId("retry");
  var after = remembered();
  var token = null;    /* proves that our own page sends a request */
  var pending = null;  /* an event that the server has not confirmed */
  var polling = false, lost = false, timer = null;

  function byId(id) { return document.getElementById(id); }

  function make(tag, name, text) {
    var node = document.createElement(tag);
    if (name) { node.className = name; }
    if (text) { node.textContent = text; }
    return node;
  }

  /* -- the last row that was shown: a number, never a word of the conversation -- */

  function remembered() {
    try { return parseInt(localStorage.getItem(STORE), 10) || 0; } catch (e) { return 0; }
  }

  function remember(seq) {
    after = seq;
    try { localStorage.setItem(STORE, String(seq)); } catch (e) { /* kept until the reload only */ }
  }

  function uuid() {
    var bytes = [], i, box = window.crypto || window.msCrypto;
    for (i = 0; i < 16; i += 1) { bytes[i] = Math.floor(Math.random() * 256); }
    if (box && window.Uint8Array) { bytes = box.getRandomValues(new Uint8Array(16)); }
    for (var text = "", n = 0; n < 16; n += 1) { text += (bytes[n] + 256).toString(16).slice(1); }
    return text;
  }

  /* -- talking to the server -- */

  function call(method, path, data, done) {
    var request = new XMLHttpRequest(), over = false;
    function end() {
      var answer = null;
      if (over) { return; }
      over = true;
      try { answer = JSON.parse(request.responseText); } catch (e) { /* a proxy's own page */ }
      done(request.status === 200 && !answer ? 0 : request.status, answer, request);
    }
    request.open(method, path, true);
    request.timeout = PATIENCE;
    request.setRequestHeader("X-SKM", "1");
    if (token) { request.setRequestHeader("X-CSRF-Token", token); }
    if (data) { request.setRequestHeader("Content-Type", "application/json"); }
    request.onload = request.onerror = request.ontimeout = request.onabort = end;
    request.send(data ? JSON.stringify(data) : null);
  }

  function withToken(go, failed) {
    if (token) { go(); return; }
    call("POST", "/chat/session", null, function (status, answer, request) {
      if (status !== 200) { failed(status, answer, request); return; }
      token = answer.csrf;
      go();
    });
  }

  function say(event, label) {
    if (pending) { return; }
    event.id = uuid();
    pending = { event: event, turn: label ? own(label) : null, tries: 0, flying: false, renewed: false };
    body.className = "chat sending";
    tell(label ? words.mengirim : "", false);
    scrollDown();
    attempt();
  }

  function attempt() {
    if (pending.flying) { return; }
    clearTimeout(timer);
    pending.flying = true;
    withToken(function () {
      pending.event.after = after;
      call("POST", "/chat/say", pending.event, answered);
    }, answered);
  }

  function answered(status, answer, request) {
    pending.flying = false;
    if (status === 200) { confirmed(answer.rows); return; }
    if (status === 403 && !pending.renewed) {
      pending.renewed = true;
      token = null;
      attempt();
      return;
    }
    if (status === 400 || status === 403 || status === 413) { refused(answer); return; }
    tryAgain(status, answer, request);
  }

  function confirmed(rows) {
    var was = pending;
    pending = null;
    body.className = "chat";
    lost = false;
    tell("", false);
    if (was.turn) { was.turn.className = "turn own"; }
    if (was.event.opened) { opened(rows); }
    if (rows.length) { closeOld(); }
    show(rows, !was.event.opened);
    later();
  }

  function opened(rows) {
    var loading = byId("loading"), i, least = null;
    if (loading) { log.removeChild(loading); }
    for (i = 0; i < rows.length; i += 1) {
      if (least === null || rows[i].seq < least) { least = rows[i].seq; }
    }
    if (least !== null) { after = Math.min(after, least - 1); }
    if (kode && window.history && history.replaceState) {
      history.replaceState(null, "", "/chat");  /* a reload goes on and does not start anew */
    }
    kode = "";
  }

  function refused(answer) {
    var was = pending;
    pending = null;
    body.className = "chat";
    if (was.turn) { log.removeChild(was.turn); }
    if (was.event.text && !field.value) { field.value = was.event.text; grow(); }
    tell(answer && answer.text || words.gagal, true);
    later();
  }

  function tryAgain(status, answer, request) {
    var pause = PAUSES[Math.min(pending.tries, PAUSES.length - 1)];
    pending.tries += 1;
    if (pending.turn) { pending.turn.className = "turn own waiting"; }
    if (status === 429) {
      pause = Math.max(pause, parseInt(request.getResponseHeader("Retry-After"), 10) || 0);
    }
    away(answer && answer.text || (pending.turn ? words.putus : words.diam));
    timer = setTimeout(attempt, pause * 1000);
  }

  /* -- asking for later rows -- */

  function later() {
    clearTimeout(timer);
    timer = setTimeout(poll, POLL);
  }

  function poll() {
    if (pending || polling) { return; }
    if (document.hidden || document.webkitHidden) { later(); return; }
    clearTimeout(timer);
    polling = true;
    withToken(function () {
      call("GET", "/chat/messages?after=" + after, null, polled);
    }, polled);
  }

  function polled(status, answer) {
    polling = false;
    if (status === 403) { token = null; }
    if (pending) { return; }  /* the answer to that event brings these rows too */
    if (status === 200) {
      if (lost) { lost = false; tell(words.tersambung, false); }
      show(answer.rows, false);
    } else if (status === 0 || status >= 500) {
      away(words.diam);
    }
    later();
  }

  function now() {
    if (pending) { attempt(); } else { poll(); }
  }

  /* -- drawing -- */

  function tell(text, bad) {
    state.textContent = text;
    byId("trouble").className = bad ? "trouble bad" : "trouble";
    retry.hidden = !lost;
  }

  function away(text) {
    lost = true;
    tell(text, true);
    /* The waiting event stays in sight above the sentence. */
    if (pending && pending.tries < 2) { scrollDown(); }
  }

  function own(label) {
    var turn = make("div", "turn own"), bubble = make("div", "bubble");
    bubble.setAttribute("dir", "auto");
    turn.appendChild(make("span", "unseen", words.anda + ": "));
    bubble.appendChild(document.createTextNode(label));
    turn.appendChild(bubble);
    log.appendChild(turn);
    return turn;
  }

  function show(rows, moveFocus) {
    var i, row, first = null, last = null, lastRow, turn;
    for (i = 0; i < rows.length; i += 1) {
      row = rows[i];
      if (row.seq > after) {
        if (row.choices && row.choices.length) { closeOld(); }
        turn = screen(row);
        log.appendChild(turn);
        remember(row.seq);
        first = first || turn;
        last = turn;
        lastRow = row;
      }
    }
    if (!last) { return; }
    if (moveFocus) { focusOn(last, lastRow); }
    scrollTo(first);
  }

  function screen(row) {
    var turn = make("div", "turn bot"), bubble = make("div", "bubble");
    turn.setAttribute("tabindex", "-1");
    if (row.note) { bubble.appendChild(make("p", "note", row.note)); }
    if (row.alt) { bubble.appendChild(picture(row)); }
    if (row.heading) { bubble.appendChild(make("h2", "", row.heading)); }
    bubble.appendChild(make("p", "", row.failed ? words.gagal : row.text));
    if (row.file) { bubble.appendChild(file(row)); }
    turn.appendChild(bubble);
    if (row.choices && row.choices.length) { turn.appendChild(choices(row.choices)); }
    return turn;
  }

  function picture(row) {
    var image = make("img", "");
    image.alt = row.alt;
    image.width = row.wide;  /* so that nothing jumps when the image has loaded */
    image.height = row.tall;
    image.src = "/chat/gambar/" + row.seq;
    return image;
  }

  function file(row) {
    var place = make("p", "file"), link = make("a", "", words.unduh + " " + row.file);
    link.href = "/chat/berkas/" + row.seq;
    link.setAttribute("download", row.file);
    place.appendChild(link);
    return place;
  }

  function choices(list) {
    var group = make("div", "choices"), numbered = false, i;
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", words.pilihan);
    for (i = 0; i < list.length; i += 1) { numbered = numbered || NUMBER.test(list[i].label); }
    for (i = 0; i < list.length; i += 1) {
      group.appendChild(choice(list[i], numbered && !NUMBER.test(list[i].label)));
    }
    return group;
  }

  function choice(one, aside) {  /* aside: no answer, but help or the way back */
    var button = make("button", aside ? "aside" : "", one.label);
    button.type = "button";
    button.onclick = function () { say({ choice: one.payload }, one.label); };
    return button;
  }

  function closeOld() {
    var groups = log.querySelectorAll(".choices"), i, j, buttons;
    for (i = 0; i < groups.length; i += 1) {
      groups[i].className = "choices past";
      buttons = groups[i].querySelectorAll("button");
      for (j = 0; j < buttons.length; j += 1) { buttons[j].disabled = true; }
    }
  }

  function focusOn(turn, row) {
    /* Where words are asked for, into the field; else onto the question: the next Tab is its
       first button, and a key that is still held down presses nothing. */
    (row.free_text && !row.choices.length ? field : turn).focus();
  }

  function scrollTo(turn) {
    var top = turn.getBoundingClientRect().top + window.pageYOffset;
    var room = window.innerHeight - byId("say").offsetHeight;
    var end = log.getBoundingClientRect().bottom + window.pageYOffset - room;
    window.scrollTo(0, Math.max(0, Math.min(top - 10, end)));
  }

  function scrollDown() { window.scrollTo(0, document.documentElement.scrollHeight); }

  function grow() {
    byId("send").hidden = !field.value;  /* else it looks like the survey's own "Kirim" */
    field.style.height = "48px";
    if (field.value) { field.style.height = Math.min(148, field.scrollHeight + 4) + "px"; }
  }

  /* -- taps and keys -- */

  function submit() {
    var text = field.value.replace(/^\s+|\s+$/g, "");
    if (pending || !text) { field.focus(); return; }
    field.value = "";
    grow();
    say({ text: text }, text);
  }

  byId("say").onsubmit = function (event) { event.preventDefault(); submit(); };
  field.onkeydown = function (event) {
    if (event.keyCode === 13 && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    }
  };
  field.oninput = grow;
  retry.onclick = now;
  grow();  /* browsers keep typed text over a reload */
  window.addEventListener("online", now);
  window.addEventListener("offline", function () {
    away(pending && pending.turn ? words.putus : words.diam);
  });
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { poll(); } });
  window.addEventListener("pageshow", function (event) { if (event.persisted) { poll(); } });

  say(kode ? { opened: true, kode: kode } : { opened: true }, null);
}());
