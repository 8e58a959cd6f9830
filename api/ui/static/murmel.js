// Small helpers of the pages; everything works without them except diagrams to move in and charts.
const live = document.getElementById("live");
const offline = document.getElementById("offline");

for (const event of ["htmx:error", "htmx:sse:error"]) {
  document.addEventListener(event, () => { offline.hidden = false; });
}
document.addEventListener("htmx:after:request", () => { offline.hidden = true; });

// What was exchanged says in one line what it is; without focus the keyboard would start at the top again.
document.addEventListener("htmx:after:swap", () => {
  const news = document.querySelector("[data-news]");
  if (news) live.textContent = news.dataset.news;
});

for (const place of document.querySelectorAll("[data-bpmn]")) {
  showDiagram(place);
}
for (const place of document.querySelectorAll("[data-waterfall]")) {
  showWaterfall(place);
}

async function showDiagram(place) {
  const answer = await fetch(place.dataset.bpmn);
  if (!answer.ok) return;
  const viewer = new window.BpmnJS({ container: place });
  await viewer.importXML(await answer.text());
  const canvas = viewer.get("canvas");
  const zoom = {
    in: () => canvas.zoom(canvas.zoom() * 1.3),
    out: () => canvas.zoom(canvas.zoom() / 1.3),
    fit: () => { canvas.zoom("fit-viewport"); canvas.zoom(canvas.zoom() * 0.95); },
  };
  zoom.fit();
  for (const button of document.querySelectorAll("[data-zoom]")) button.addEventListener("click", zoom[button.dataset.zoom]);
  place.dataset.ready = "yes";
}

async function showWaterfall(place) {
  await import("/vendor/echarts.simple.min.js");
  const steps = JSON.parse(place.dataset.waterfall);
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const money = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 0 });
  let level = 0;
  const below = [], shown = [];
  for (const step of steps) {
    if (step.kind === "subtotal") { level = step.amount; below.push(0); } else { level += step.amount; below.push(level); }
    shown.push({ value: Math.abs(step.amount), itemStyle: { color: step.kind === "subtotal" ? colour("--accent") : colour("--warn") } });
  }
  const chart = window.echarts.init(place);
  chart.setOption({
    animation: false,
    aria: { enabled: false },
    grid: { left: 8, right: 8, top: 24, bottom: 8, containLabel: true },
    xAxis: { type: "category", data: steps.map((step) => step.name), axisLabel: { interval: 0, rotate: 30, color: colour("--ink") } },
    yAxis: { type: "value", axisLabel: { color: colour("--soft"), formatter: (value) => money.format(value) }, splitLine: { lineStyle: { color: colour("--line") } } },
    series: [
      { type: "bar", stack: "all", itemStyle: { color: "transparent" }, silent: true, data: below },
      { type: "bar", stack: "all", data: shown, label: { show: place.clientWidth > 600, position: "top", color: colour("--ink"), formatter: (bar) => money.format(bar.value) } },
    ],
  });
  new ResizeObserver(() => chart.resize()).observe(place);
}
