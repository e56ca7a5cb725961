/** One picture of a screen or window that the browser lets the person choose. The capture ends with that picture. */

/** @returns {Promise<ImageBitmap | null>} `null` if the person chose none */
export async function takeFrame() {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: true }).catch(() => null);
  if (stream === null) {
    return null;
  }
  try {
    return await frameOf(stream);
  } finally {
    for (const track of stream.getTracks()) {
      track.stop();
    }
  }
}

/** @param {MediaStream} stream */
async function frameOf(stream) {
  const video = document.createElement("video");
  video.muted = true;
  video.srcObject = stream;
  await video.play();
  // The first frame is there once its size is.
  while (video.videoWidth === 0) {
    await new Promise((done) => setTimeout(done, 30));
  }
  return createImageBitmap(video);
}
