// Asks the server for its state; a new build reloads the page, a mistake is shown on top of it.
(() => {
  let build = null;
  const bar = document.createElement("pre");
  bar.setAttribute("role", "alert");
  bar.style.cssText =
    "position:fixed;inset:auto 0 0 0;z-index:9999;margin:0;padding:1rem;max-height:40vh;" +
    "overflow:auto;background:#7a1020;color:#fff;white-space:pre-wrap;font-size:1.4rem";
  const ask = async () => {
    try {
      const text = await (await fetch("/__state")).text();
      const [now, ...rest] = text.split("\n");
      const problem = rest.join("\n").trim();
      if (build !== null && now !== build) return location.reload();
      build = now;
      bar.textContent = problem;
      if (problem) document.body.append(bar);
      else bar.remove();
    } catch {
      // The server is gone; when it comes back, its first build has another number.
    }
    setTimeout(ask, 700);
  };
  ask();
})();
