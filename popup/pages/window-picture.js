/** One picture of a screen or window that the browser lets the person choose. The capture ends with that picture. */

/** @returns {Promise<ImageBitmap[] | null>} `null` if the person chose none; empty if what they chose gives no picture */
export async function takeFrame() {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: true }).catch(() => null);
  if (stream === null) {
    return null;
  }
  try {
    return await framesOf(stream);
  } finally {
    for (const track of stream.getTracks()) {
      track.stop();
    }
  }
}

/**
 * The first picture. A window in which nothing moves may have sent its only one before somebody looked; to each that begins
 * to look, the browser sends another.
 *
 * @param {MediaStream} stream
 * @returns {Promise<ImageBitmap[]>}
 */
async function framesOf(stream) {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = new MediaStream(stream.getVideoTracks());
    const playing = video.play().then(
      () => true,
      () => false,
    );
    const waiting = new Promise((done) => setTimeout(() => done(false), LOOK));
    if (await Promise.race([playing, waiting])) {
      return [await createImageBitmap(video)];
    }
  }
  return [];
}

const LOOKS = 10;
/** Milliseconds. */
const LOOK = 500;
