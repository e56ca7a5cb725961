/** Run in the page: its images, canvases, videos and backgrounds. @typedef {import("./gather.js").PageView} PageView */

/**
 * Each picture as a data URL. What belongs to another origin, or is not loaded yet, becomes a place to look at.
 *
 * @param {string | null} only the address of the one image that is wanted
 * @returns {Promise<string[]>}
 */
export async function pictureUrls(only) {
  const view = /** @type {PageView} */ (Reflect.get(globalThis, "tesseraPage"));
  const [least, most, limit] = [21, 2400, 80];
  let budget = 48_000_000;
  /** @type {Set<string>} */
  const urls = new Set();

  /** @param {CanvasImageSource} source @param {number} width @param {number} height @param {Element} element */
  const take = (source, width, height, element) => {
    if (Math.min(width, height) < least || urls.size >= limit) {
      return;
    }
    const scale = Math.min(1, most / Math.max(width, height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    budget -= canvas.width * canvas.height;
    if (budget < 0) {
      return;
    }
    try {
      canvas.getContext("2d")?.drawImage(source, 0, 0, canvas.width, canvas.height);
      urls.add(canvas.toDataURL());
    } catch {
      view.places.push(element);
    }
  };

  /** @param {string} url @param {Element} element */
  const takeUrl = async (url, element) => {
    const image = new Image();
    image.src = url;
    const loaded = image.decode().then(
      () => true,
      () => false,
    );
    const late = new Promise((done) => setTimeout(done, 1500, false));
    if (await Promise.race([loaded, late])) {
      take(image, image.naturalWidth, image.naturalHeight, element);
    } else {
      view.places.push(element);
    }
  };

  /** @param {HTMLImageElement} image */
  const takeImage = async (image) => {
    if (only !== null && image.currentSrc !== only && image.src !== only) {
      return;
    }
    if (!image.complete) {
      const late = new Promise((done) => setTimeout(done, 500));
      await Promise.race([image.decode().catch(() => {}), late]);
    }
    if (image.naturalWidth > 0) {
      take(image, image.naturalWidth, image.naturalHeight, image);
    } else if (image.getClientRects().length > 0) {
      view.places.push(image);
    }
  };

  /** @param {Element} element */
  const takeBackgrounds = async (element) => {
    for (const part of ["", "::before", "::after"]) {
      const style = getComputedStyle(element, part);
      for (const [, , url] of `${style.backgroundImage} ${style.content}`.matchAll(/url\((["']?)(.*?)\1\)/g)) {
        await takeUrl(url, element);
      }
    }
  };

  /** @param {Element} element */
  const takeElement = async (element) => {
    switch (element.localName) {
      case "canvas": {
        const canvas = /** @type {HTMLCanvasElement} */ (element);
        return take(canvas, canvas.width, canvas.height, canvas);
      }
      case "video": {
        const video = /** @type {HTMLVideoElement} */ (element);
        return take(video, video.videoWidth, video.videoHeight, video);
      }
      case "object":
      case "embed":
        return view.places.push(element);
      case "iframe":
      case "frame":
        return Reflect.get(element, "contentDocument") ? undefined : view.places.push(element);
      default: {
        const { width, height } = element.getBoundingClientRect();
        return (width >= 40 && height >= 40) || width + height === 0 ? takeBackgrounds(element) : undefined;
      }
    }
  };

  for (const element of view.elements) {
    if (element.localName === "img" || (element.localName === "input" && Reflect.get(element, "type") === "image")) {
      await takeImage(/** @type {HTMLImageElement} */ (element));
    } else if (only === null) {
      await takeElement(element);
    }
  }
  return [...urls];
}
