/* The kiosk's page: one question a screen. Plain ES5; only the cache for reloads asks for more. */
(function () {
  "use strict";

  var IDLE = 60000, WARN = 45000, THANKS = 12000, HASTY = 300, RENEW = 6 * 3600000, PATIENCE = 20000;
  var CACHE = "skm-kios";
  var isi = JSON.parse(document.body.getAttribute("data-isi"));
  var languages = [], bahasa = isi.resmi;
  var room = byId("layar"), status = byId("antre"), dialog = byId("diam"), front = byId("depan");
  var here = "salam", back = null, given, touched = Date.now(), shown = 0, thanked = 0;
  var born = Date.now(), told = false;
  var antre = window.skmAntre(isi.loket, isi.zona, function (failed) { tell_state(failed); queue(); });

  function byId(id) { return document.getElementById(id); }

  function make(tag, name, text) {
    var node = document.createElement(tag);
    if (name) { node.className = name; }
    if (text !== undefined && text !== null) { node.textContent = text; }
    return node;
  }

  function kata() { return isi.kata[bahasa]; }

  function fill(text, facts) {
    return text.replace(/\{(\w+)\}/g, function (hole, name) {
      return facts[name] === undefined ? hole : String(facts[name]);
    });
  }

  /* -- the way through: which screen follows which -- */

  function fresh() { return { layanan: null, profil: {}, nilai: {}, saran: "", mulai: 0 }; }

  function route() {
    var way = ["salam"];
    if (isi.layanan && isi.layanan.length > 1) { way.push("layanan"); }
    isi.profil.forEach(function (one) {
      way.push("p." + one.kunci);
      if (one.sebutkan && given.profil[one.kunci] === one.sebutkan) { way.push("lain." + one.kunci); }
    });
    isi.tanya.forEach(function (key) { way.push("t." + key); });
    return way.concat(["saran", "periksa", "selesai"]);
  }

  function on() {
    var way = route(), next = way[way.indexOf(here) + 1];
    /* A changed answer leads back to the review, but for a question that this answer alone asks. */
    if (back && next.indexOf("lain.") !== 0) { next = back; back = null; }
    go(next);
  }

  function go(where) {
    here = where;
    shown = Date.now();
    draw();
    window.scrollTo(0, 0);
  }

  function before() {
    var way = route();
    if (back) { back = null; go("periksa"); return; }
    go(way[Math.max(0, way.indexOf(here) - 1)]);
  }

  function reset() {
    given = fresh();
    back = null;
    bahasa = isi.resmi;
    thanked = 0;
    warn(false);
    go("salam");
    renew();
  }

  /* -- drawing -- */

  function button(label, name, act) {
    var node = make("button", name, label);
    node.type = "button";
    node.onclick = function () {
      /* The second tap of two quick ones was meant for the screen before. */
      if (Date.now() - shown < HASTY) { return; }
      act();
    };
    return node;
  }

  function draw() {
    var group = here.split(".")[0], key = here.slice(group.length + 1);
    document.documentElement.lang = bahasa;
    while (room.firstChild) { room.removeChild(room.firstChild); }
    drawLanguages();
    ({
      salam: greet, privasi: privacy, layanan: services, p: profile, lain: named,
      t: question, saran: words, periksa: review, selesai: thanks, muda: young
    })[group](key);
    room.setAttribute("data-layar", here);
    document.body.className = here === "salam" ? "kios" : "kios mengisi";
    queue();
    var head = room.querySelector("h2");
    if (head) { head.tabIndex = -1; head.focus(); }
  }

  function drawLanguages() {
    var box = byId("bahasa");
    while (box.firstChild) { box.removeChild(box.firstChild); }
    box.hidden = languages.length < 2 || here === "selesai";
    languages.forEach(function (code) {
      var node = button(isi.kata[code].nama, "second", function () { bahasa = code; draw(); });
      node.lang = code;
      node.setAttribute("aria-pressed", String(code === bahasa));
      box.appendChild(node);
    });
  }

  function head(text, small) {
    if (small) { room.appendChild(make("p", "small", small)); }
    var node = make("h2", null, text);
    node.id = "kepala";
    room.appendChild(node);
    return node;
  }

  function paragraphs(text) {
    text.split("\n").forEach(function (line) { room.appendChild(make("p", null, line)); });
  }

  /* The wording that scores are tied to stays in sight in every language. */
  function official(own, theirs) {
    if (bahasa === isi.resmi || own === theirs) { return null; }
    var node = make("span", "resmi", theirs);
    node.lang = isi.resmi;
    return node;
  }

  function choices(list, chosen, act) {
    var box = make("div", "pilihan");
    box.setAttribute("role", "group");
    box.setAttribute("aria-labelledby", "kepala");
    list.forEach(function (one) {
      var node = button(one.label, "pilih", function () { act(one.kode); });
      if (one.resmi) { node.appendChild(one.resmi); }
      node.setAttribute("aria-pressed", String(one.kode === chosen));
      box.appendChild(node);
    });
    room.appendChild(box);
    return box;
  }

  function ways(more) {
    var box = make("div", "jalan");
    box.appendChild(button(kata().kembali, "second", before));
    box.appendChild(button(kata().batal, "second", reset));
    (more || []).forEach(function (node) { box.appendChild(node); });
    room.appendChild(box);
  }

  function greet() {
    var lines = kata().salam.split("\n"), list = null;
    head(lines[0]);
    lines.slice(1).forEach(function (line) {
      if (line.indexOf("• ") !== 0) { room.appendChild(make("p", "ajakan", line)); return; }
      if (!list) { list = make("ul"); room.appendChild(list); }
      list.appendChild(make("li", null, line.slice(2)));
    });
    var box = make("div", "jalan");
    box.appendChild(button(kata().setuju, "utama", function () {
      var kept = bahasa;
      given = fresh();
      given.mulai = Date.now();
      bahasa = kept;
      if (isi.layanan && isi.layanan.length === 1) { given.layanan = isi.layanan[0][0]; }
      on();
    }));
    box.appendChild(button(kata().privasi, "second", function () { go("privasi"); }));
    room.appendChild(box);
    room.appendChild(make("p", "quiet", kata().bantu));
  }

  function privacy() {
    head(kata().privasi);
    paragraphs(kata().privasi_isi);
    var box = make("div", "jalan");
    box.appendChild(button(kata().kembali, "utama", function () { go("salam"); }));
    room.appendChild(box);
  }

  function services() {
    head(kata().layanan);
    choices(isi.layanan.map(function (one) { return { kode: one[0], label: one[1] }; }),
      given.layanan, function (kode) { given.layanan = kode; on(); });
    ways();
  }

  function about(key) {
    return isi.profil.filter(function (one) { return one.kunci === key; })[0];
  }

  function profile(key) {
    var one = about(key), words = kata().tentang[key];
    head(words.tanya, kata().profil);
    function decline() { given.profil[key] = isi.tidak_menjawab; on(); }
    if (!one.pilihan.length) { number(key, one.batas, decline); return; }
    choices(one.pilihan.map(function (kode, n) { return { kode: kode, label: words.pilihan[n] }; }),
      given.profil[key], function (kode) {
        if (kode !== one.sebutkan) { delete given.profil[key + ".lain"]; }
        given.profil[key] = kode;
        on();
      }).className = one.pilihan.length > 4 ? "pilihan banyak" : "pilihan";
    ways([button(kata().rahasia, "second", decline)]);
  }

  function field(node, label) {
    node.setAttribute("aria-labelledby", "kepala");
    node.setAttribute("autocomplete", "off");
    node.setAttribute("dir", "auto");
    node.id = "tulis";
    if (label) { node.setAttribute("aria-describedby", label); }
    room.appendChild(node);
    return node;
  }

  function number(key, bounds, decline) {
    var node = field(make("input"), "salah"), wrong = make("p", "salah"), was = given.profil[key];
    node.type = "text";
    node.setAttribute("inputmode", "numeric");
    node.maxLength = 3;
    node.value = was && was !== isi.tidak_menjawab ? was : "";
    wrong.id = "salah";
    wrong.setAttribute("role", "alert");
    room.appendChild(wrong);
    function take() {
      var typed = node.value.trim(), n = /^\d{1,3}$/.test(typed) ? parseInt(typed, 10) : -1;
      if (n < bounds[0] || n > bounds[1]) {
        wrong.textContent = fill(kata().angka_salah, { tulisan: typed || "–" });
        node.focus();
        return;
      }
      if (key === "usia" && isi.usia_minimum && n < isi.usia_minimum) { go("muda"); return; }
      given.profil[key] = String(n);
      on();
    }
    node.onkeydown = function (event) { if (event.keyCode === 13) { take(); } };
    ways([button(kata().rahasia, "second", decline), button(kata().lanjut, "utama", take)]);
  }

  function young() {
    var box = make("div", "jalan");
    given = fresh();
    head(fill(kata().terlalu_muda, { usia_minimum: isi.usia_minimum }));
    box.appendChild(button(kata().selesai, "utama", reset));
    room.appendChild(box);
  }

  function named(key) {
    head(kata().sebutkan, kata().profil);
    var node = field(make("input"));
    node.type = "text";
    node.maxLength = isi.paling.sebutkan;
    node.value = given.profil[key + ".lain"] || "";
    function take() {
      var typed = node.value.trim();
      if (typed) { given.profil[key + ".lain"] = typed; } else { delete given.profil[key + ".lain"]; }
      on();
    }
    node.onkeydown = function (event) { if (event.keyCode === 13) { take(); } };
    ways([button(kata().lanjut, "utama", take)]);
  }

  function question(key) {
    var own = kata().tanya[key], theirs = isi.kata[isi.resmi].tanya[key];
    var place = isi.tanya.indexOf(key) + 1, mean = make("p", "apa", own.apa), more;
    var title = head(own.isi,
      fill(kata().kepala, { no: place, dari: isi.tanya.length, judul: own.judul }));
    var exact = official(own.isi, theirs.isi), bar = make("div", "maju");
    if (exact) { title.appendChild(exact); }
    var done = make("div");
    done.style.width = 100 * place / isi.tanya.length + "%";
    bar.appendChild(done);
    bar.setAttribute("aria-hidden", "true");
    room.insertBefore(bar, room.firstChild);
    choices(own.opsi.map(function (label, n) {
      return { kode: n + 1, label: n + 1 + ". " + label, resmi: official(label, theirs.opsi[n]) };
    }), given.nilai[key], function (score) { given.nilai[key] = score; on(); });
    mean.id = "apa";
    mean.hidden = true;
    room.appendChild(mean);
    more = button(kata().apa, "second", function () {
      mean.hidden = !mean.hidden;
      more.setAttribute("aria-expanded", String(!mean.hidden));
    });
    more.setAttribute("aria-expanded", "false");
    more.setAttribute("aria-controls", "apa");
    ways([more]);
  }

  function worst() {
    var low = null;
    isi.tanya.forEach(function (key) {
      if (given.nilai[key] <= 2 && (!low || given.nilai[key] < given.nilai[low])) { low = key; }
    });
    return low;
  }

  function words() {
    var low = worst(), node;
    head(low ? fill(kata().saran_kurang, { judul: kata().tanya[low].judul }) : kata().saran,
      kata().judul_saran);
    node = field(make("textarea"));
    node.rows = 4;
    node.maxLength = isi.paling.saran;
    node.value = given.saran;
    node.oninput = function () { given.saran = node.value; };
    ways([
      button(kata().tidak_ada, "second", function () { given.saran = ""; on(); }),
      button(kata().lanjut, "utama", on)
    ]);
  }

  function review() {
    head(kata().periksa);
    var list = make("ul", "daftar"), box = make("div", "jalan tetap");
    function line(text, where) {
      var item = make("li"), change = button(kata().ubah, "second", function () {
        back = "periksa";
        go(where);
      });
      change.setAttribute("aria-label", kata().ubah + ": " + text);
      item.appendChild(make("span", null, text));
      item.appendChild(change);
      list.appendChild(item);
    }
    isi.tanya.forEach(function (key, n) {
      var own = kata().tanya[key];
      line(n + 1 + " " + own.singkat + ": " + own.opsi[given.nilai[key] - 1], "t." + key);
    });
    line(kata().profil + ": " + told_profile(), "p." + isi.profil[0].kunci);
    line(kata().judul_saran + ": " + (given.saran.trim() || "–"), "saran");
    room.appendChild(list);
    box.appendChild(button(kata().batal, "second", reset));
    box.appendChild(button(kata().kirim, "utama", finish));
    room.appendChild(box);
  }

  function told_profile() {
    var parts = isi.profil.map(function (one) {
      var value = given.profil[one.kunci], place = one.pilihan.indexOf(value);
      if (!value || value === isi.tidak_menjawab) { return null; }
      return given.profil[one.kunci + ".lain"] ||
        (place < 0 ? value : kata().tentang[one.kunci].pilihan[place]);
    }).filter(Boolean);
    return parts.join(", ") || "–";
  }

  function thanks() {
    var lines = kata().terima_kasih.split("\n"), box = make("div", "jalan"), state = make("p", "kabar");
    head(lines[0]);
    state.id = "kabar";
    state.setAttribute("role", "status");
    room.appendChild(state);
    paragraphs(lines.slice(1).join("\n"));
    box.appendChild(button(kata().selesai, "utama", reset));
    room.appendChild(box);
    var rest = make("p", "quiet");
    rest.id = "sesudah";
    room.appendChild(rest);
    thanked = Date.now();
    tell_state(false);
  }

  function tell_state(failed) {
    var state = byId("kabar");
    if (!state) { return; }
    state.textContent = antre.refused(given.kept) ? kata().ditolak :
      !antre.has(given.kept) ? kata().diterima : failed ? kata().tersimpan : kata().menunggu;
  }

  /* -- sending -- */

  function finish() {
    var missing = isi.tanya.filter(function (key) { return !given.nilai[key]; })[0], when = antre.local();
    if (missing) { back = "periksa"; go("t." + missing); return; }
    given.id = antre.uuid();
    given.kept = antre.keep(given.id, JSON.stringify({
      id: given.id,
      snapshot: isi.snapshot,
      bahasa: bahasa,
      layanan: given.layanan || undefined,
      tanggal: when.tanggal,
      slot: when.slot,
      durasi: Math.max(0, Math.min(86400, Math.round((Date.now() - given.mulai) / 1000))),
      profil: given.profil,
      nilai: given.nilai,
      saran: given.saran.trim()
    }));
    go("selesai");
    antre.flush();
  }

  function queue() {
    var n = antre.waiting().length, lost = antre.lost(), text = n ? fill(kata().antre, { n: n }) : "";
    if (lost.n) { text += (text ? " · " : "") + fill(kata().tolak, { n: lost.n, sebab: lost.why }); }
    if (status.textContent !== text) { status.textContent = text; }
  }

  /* -- idleness -- */

  function touch() {
    touched = Date.now();
    if (told) { warn(false); }
  }

  function warn(yes) {
    if (yes === told) { return; }
    told = yes;
    dialog.hidden = !yes;
    front.setAttribute("aria-hidden", String(yes));
    while (dialog.firstChild) { dialog.removeChild(dialog.firstChild); }
    if (!yes) { return; }
    var box = make("div"), text = make("p"), stay = button(kata().masih, "utama", touch);
    text.id = "diam-kata";
    box.appendChild(text);
    box.appendChild(stay);
    dialog.appendChild(box);
    stay.focus();
  }

  function tick() {
    var now = Date.now(), idle = now - touched, rest;
    if (here === "selesai") {
      rest = Math.ceil((THANKS - (now - thanked)) / 1000);
      if (rest <= 0) { reset(); return; }
      byId("sesudah").textContent = fill(kata().sesudah, { n: rest });
      return;
    }
    if (here === "salam" && bahasa === isi.resmi) { touched = now; return; }
    if (idle >= IDLE) { reset(); touched = now; return; }
    warn(idle >= WARN);
    if (told) { byId("diam-kata").textContent = fill(kata().diam, { n: Math.ceil((IDLE - idle) / 1000) }); }
  }

  /* -- reloads: the files are held on the device, and a day-old page is renewed -- */

  function files() {
    var list = [location.pathname], i;
    var nodes = document.querySelectorAll("link[href^='/static/'], script[src^='/static/']");
    for (i = 0; i < nodes.length; i += 1) {
      list.push(nodes[i].getAttribute("href") || nodes[i].getAttribute("src"));
    }
    return list;
  }

  function store() {
    if (!("serviceWorker" in navigator) || !window.caches) { return; }
    navigator.serviceWorker.register("/kiosk/pekerja.js").then(function () {
      return caches.open(CACHE);
    }).then(function (box) {
      var list = files();
      return box.addAll(list).then(function () { return box.keys(); }).then(function (keys) {
        keys.forEach(function (one) {
          var url = new URL(one.url), name = url.pathname + url.search;
          if (name.indexOf("/static/") === 0 && list.indexOf(name) < 0) { box["delete"](one); }
        });
        document.documentElement.setAttribute("data-siap", "luring");
      });
    })["catch"](function () { /* without it the page still works until it is reloaded */ });
  }

  function renew() {
    if (Date.now() - born < RENEW) { return; }
    var request = new XMLHttpRequest();
    request.open("GET", location.pathname, true);
    request.timeout = PATIENCE;
    request.onload = function () {
      if (request.status === 200 && here === "salam" && !given.mulai) { location.reload(); }
    };
    request.send();
    born = Date.now();
  }

  /* -- beginning -- */

  function digit(event) {
    var n = event.keyCode - 48, list = room.querySelectorAll(".pilih");
    if (here.indexOf("t.") !== 0 || told || n < 1 || n > list.length) { return; }
    list[n - 1].click();
  }

  languages = Object.keys(isi.kata);
  given = fresh();
  ["pointerdown", "touchstart", "mousedown", "keydown", "input", "scroll"].forEach(function (name) {
    document.addEventListener(name, touch, true);
  });
  document.addEventListener("keydown", digit);
  window.addEventListener("storage", queue);
  setInterval(tick, 500);
  draw();
  antre.open();
  store();
})();
