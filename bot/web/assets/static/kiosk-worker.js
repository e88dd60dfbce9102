/* Serves the kiosk's page and its files while the network is away. It never holds an answer. */
(function () {
  "use strict";

  var NAME = "skm-kios", PATIENCE = 4000;

  self.addEventListener("install", function () { self.skipWaiting(); });
  self.addEventListener("activate", function (event) { event.waitUntil(self.clients.claim()); });

  self.addEventListener("fetch", function (event) {
    var asked = event.request, url = new URL(asked.url);
    if (asked.method !== "GET" || url.origin !== self.location.origin) { return; }
    if (asked.mode === "navigate") { event.respondWith(newest(asked)); }
    if (url.pathname.indexOf("/static/") === 0) { event.respondWith(kept(asked)); }
  });

  function held(asked) {
    return caches.open(NAME).then(function (box) { return box.match(asked, { ignoreVary: true }); });
  }

  function keep(asked, answer) {
    var copy = answer.clone();
    return caches.open(NAME).then(function (box) {
      return box.put(asked, copy).then(function () { return answer; });
    });
  }

  /* The network first, for the questionnaire may have changed; a slow one counts as none. */
  function newest(asked) {
    var late = new Promise(function (_, fail) { setTimeout(fail, PATIENCE); });
    return Promise.race([fetch(asked), late]).then(function (answer) {
      if (answer.ok) { return keep(asked, answer); }
      if (answer.status < 500) { return answer; }
      return held(asked).then(function (old) { return old || answer; });
    }, function () {
      return held(asked).then(function (old) { return old || fetch(asked); });
    });
  }

  /* Addresses of files change with their content, so a held file is never old. */
  function kept(asked) {
    return held(asked).then(function (old) {
      return old || fetch(asked).then(function (answer) {
        return answer.ok ? keep(asked, answer) : answer;
      });
    });
  }
})();
