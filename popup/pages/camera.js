/** Scanning with the webcam: a live picture, searched frame after frame until a code shows. */
import { html } from "../../vendor/lit-html/lit-html.js";
import { startReader } from "../../extension/reader.js";
import { t } from "../../extension/words.js";
import { alertIcon } from "../views/icons.js";
import { failureHint, failureText } from "../views/notices.js";
import { addingActions, addingView, NOTHING_YET } from "./adding.js";
import { startPage } from "./frame.js";

/**
 * @typedef {{adding: import("../state.js").State, failure: import("../state.js").Failure | null}} CameraState
 * @typedef {import("./frame.js").Page<CameraState>} CameraPage
 * @typedef {ReturnType<typeof actionsFor>} CameraActions
 */

/** @type {CameraActions | undefined} */
let actions;
/** The live picture: one element for as long as the page is open. */
const video = document.createElement("video");
/** @type {AbortController | undefined} */
let running;

startPage({ name: "camera", title: "camera_title", begin, view });

/** @param {CameraPage} page @returns {Promise<CameraState>} */
async function begin(page) {
  actions = actionsFor(page);
  video.className = "camera";
  video.muted = true;
  video.playsInline = true;
  video.setAttribute("aria-label", t("camera_live"));
  window.addEventListener("pagehide", stop);
  // Once the first state is there.
  setTimeout(actions.onStart);
  return { adding: NOTHING_YET, failure: null };
}

/** @param {CameraPage} page */
function actionsFor(page) {
  const onStart = () => {
    page.update({ ...page.state(), failure: null });
    look(page, adding.found);
  };
  const adding = addingActions(page, onStart);
  return { ...adding, onStart };
}

/** Searches until a code shows, then stops the camera. @param {CameraPage} page @param {import("../actions/found.js").FoundActions} found */
async function look(page, found) {
  stop();
  const mine = new AbortController();
  running = mine;
  const reader = startReader(mine.signal);
  try {
    await openCamera(mine.signal);
    while (!mine.signal.aborted) {
      const codes = video.videoWidth > 0 ? await reader.read(await createImageBitmap(video)) : [];
      if (codes.length > 0) {
        stop();
        await found.takeCodes(codes);
        await found.showFound("scan", codes);
        return;
      }
      await new Promise((done) => setTimeout(done, PAUSE));
    }
  } catch (thrown) {
    if (!mine.signal.aborted) {
      const denied = thrown instanceof DOMException && thrown.name === "NotAllowedError";
      const failure = denied
        ? { code: "camera_denied", number: undefined }
        : { code: "camera_missing", number: undefined };
      page.update({ ...page.state(), failure });
    }
  } finally {
    reader.end();
  }
}

/** Milliseconds between two frames that are searched: the machine has other things to do. */
const PAUSE = 40;

/** @param {AbortSignal} signal */
async function openCamera(signal) {
  const wanted = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 960 } };
  const stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
  const close = () => {
    for (const track of stream.getTracks()) {
      track.stop();
    }
    video.srcObject = null;
  };
  if (signal.aborted) {
    close();
    return;
  }
  signal.addEventListener("abort", close, { once: true });
  video.srcObject = stream;
  await video.play();
}

function stop() {
  running?.abort();
  running = undefined;
}

/** @param {CameraState} state */
function view(state) {
  if (!actions) {
    return null;
  }
  return addingView(state.adding, actions) ?? (state.failure ? failureView(state.failure, actions) : liveView(actions));
}

/** @param {CameraActions} act */
function liveView(act) {
  return html`<p>${t("camera_text")}</p>
    <div class="camera-frame">${video}</div>
    ${otherWays(act)}`;
}

/** @param {import("../state.js").Failure} failure @param {CameraActions} act */
function failureView(failure, act) {
  return html`<div class="notice is-danger" role="alert">
      ${alertIcon}
      <div class="notice-body">
        <h2>${failureText(failure)}</h2>
        <p>${failureHint(failure)}</p>
      </div>
    </div>
    <button class="button is-primary page-back" @click=${act.onStart}>${t("camera_again")}</button>
    ${otherWays(act)}`;
}

/** @param {CameraActions} act */
function otherWays(act) {
  return html`<div class="actions">
    <a class="button" href="scan.html">${t("scan_images")}</a>
    <button class="button" @click=${() => leaveFor(act.onManualClick)}>${t("add_manual")}</button>
  </div>`;
}

/** @param {() => void} next */
function leaveFor(next) {
  stop();
  next();
}
