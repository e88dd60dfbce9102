/* Finished answers of a kiosk: kept on the device until the server has them. Nothing else is kept. */
window.skmAntre = function (loket, zona, changed) {
  "use strict";

  var PATIENCE = 20000, PAUSES = [2, 5, 15, 30, 60], REFUSED = [400, 413, 422];
  var HELD = "skm.kios:", CLOCK = "skm.kios.jam";
  var spare = {};  /* in place of localStorage, where the device has none */
  var sending = null, tries = 0, again = null, token = null, lost = { n: 0, why: "", keys: [] };

  function uuid() {
    var bytes = [], i, box = window.crypto || window.msCrypto, text = "";
    for (i = 0; i < 16; i += 1) { bytes[i] = Math.floor(Math.random() * 256); }
    if (box && window.Uint8Array) { bytes = box.getRandomValues(new Uint8Array(16)); }
    for (i = 0; i < 16; i += 1) { text += (bytes[i] + 256).toString(16).slice(1); }
    return text;
  }

  function keep(id, text) {
    var key = HELD + loket + ":" + id;
    try { localStorage.setItem(key, text); } catch (e) { spare[key] = text; }
    return key;
  }

  function held(key) {
    if (spare[key]) { return spare[key]; }
    try { return localStorage.getItem(key); } catch (e) { return null; }
  }

  function drop(key) {
    delete spare[key];
    try { localStorage.removeItem(key); } catch (e) { /* the device never kept the answer */ }
  }

  function waiting() {
    var keys = Object.keys(spare), i, key;
    try {
      for (i = 0; i < localStorage.length; i += 1) {
        key = localStorage.key(i);
        if (key.indexOf(HELD) === 0) { keys.push(key); }
      }
    } catch (e) { /* only `spare` is left */ }
    return keys.sort();
  }

  /* The day and the hour group at the office, by a clock that the server has set right. */
  function local() {
    var now = new Date(Date.now() + skew()), parts = {};
    function two(n) { return (n < 10 ? "0" : "") + n; }
    try {
      new Intl.DateTimeFormat("en-GB", {
        timeZone: zona, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit",
        hour12: false
      }).formatToParts(now).forEach(function (one) { parts[one.type] = one.value; });
    } catch (e) {
      parts = {
        year: now.getFullYear(), month: two(now.getMonth() + 1), day: two(now.getDate()),
        hour: now.getHours()
      };
    }
    var hour = parseInt(parts.hour, 10) % 24;
    return {
      tanggal: parts.year + "-" + parts.month + "-" + parts.day,
      slot: hour >= 8 && hour < 12 ? "08-12" : hour >= 12 && hour < 18 ? "13-17" : "lain"
    };
  }

  function skew() {
    try { return parseInt(localStorage.getItem(CLOCK), 10) || 0; } catch (e) { return 0; }
  }

  function setClock(request) {
    var theirs = Date.parse(request.getResponseHeader("Date")), off = theirs - Date.now();
    if (isNaN(off)) { return; }
    try { localStorage.setItem(CLOCK, String(Math.abs(off) < 60000 ? 0 : off)); } catch (e) { /* - */ }
  }

  /* -- bringing -- */

  function call(path, text, done) {
    var request = new XMLHttpRequest(), over = false;
    function end() {
      var answer = null;
      if (over) { return; }
      over = true;
      try { answer = JSON.parse(request.responseText); } catch (e) { /* a proxy's own page */ }
      if (request.status === 200 && answer) { setClock(request); }
      done(request.status === 200 && !answer ? 0 : request.status, answer, request);
    }
    request.open("POST", path, true);
    request.timeout = PATIENCE;
    request.setRequestHeader("X-SKM", "1");
    if (token) { request.setRequestHeader("X-CSRF-Token", token); }
    if (text) { request.setRequestHeader("Content-Type", "application/json"); }
    request.onload = request.onerror = request.ontimeout = request.onabort = end;
    request.send(text || null);
  }

  function withToken(then) {
    if (token) { then(200); return; }
    call("/chat/session", null, function (code, answer, request) {
      if (code === 200) { token = answer.csrf; }
      then(code, answer, request);
    });
  }

  function flush() {
    var key = waiting()[0];
    if (sending || !key) { return; }
    sending = key;
    clearTimeout(again);
    withToken(function (code, answer, request) {
      if (code !== 200) { came(code, answer, request); return; }
      var text = held(key), where = key.slice(HELD.length).split(":")[0];
      if (!text) { sending = null; flush(); return; }  /* another tab has brought it */
      call("/kiosk/" + encodeURIComponent(where) + "/jawaban", text, came);
    });
  }

  function came(code, answer, request) {
    var key = sending, wait;
    sending = null;
    if (code === 403 && token) { token = null; }
    /* Only our own server's answer deletes one: a proxy's page says nothing about an answer. */
    if (code === 200 && answer.baru !== undefined || answer && answer.text && REFUSED.indexOf(code) >= 0) {
      drop(key);
      tries = 0;
      if (code !== 200) { lost = { n: lost.n + 1, why: answer.text, keys: lost.keys.concat(key) }; }
      changed(false);
      flush();
      return;
    }
    wait = PAUSES[Math.min(tries, PAUSES.length - 1)];
    tries += 1;
    if (code === 429) { wait = Math.max(wait, parseInt(request.getResponseHeader("Retry-After"), 10) || 0); }
    again = setTimeout(flush, code === 403 && tries === 1 ? 0 : wait * 1000);
    changed(true);
  }

  window.addEventListener("online", function () { tries = 0; flush(); });

  return {
    uuid: uuid,
    keep: keep,
    waiting: waiting,
    flush: flush,
    local: local,
    has: function (key) { return Boolean(key && held(key)); },
    lost: function () { return lost; },
    refused: function (key) { return lost.keys.indexOf(key) >= 0; },
    open: function () { withToken(flush); }
  };
};
