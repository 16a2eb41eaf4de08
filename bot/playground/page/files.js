// Finds out about a file before it is sent: what it is, how long it lasts, how large its picture is.

const PHOTO = /^image\/(jpeg|png|webp)$/;
const MOST_PHOTO_BYTES = 10_000_000;
const PATIENCE_MS = 3000;

/** Return as what a file is best sent. */
export function kindOf(file) {
  if (PHOTO.test(file.type) && file.size <= MOST_PHOTO_BYTES) return "photo";
  if (file.type === "image/gif") return "animation";
  if (file.type.startsWith("audio/")) return "audio";
  if (file.type.startsWith("video/")) return "video";
  return "document";
}

/** Return duration, width and height where they can be told; a file that cannot be read has none. */
export async function factsOf({ file, kind, fields }) {
  if (kind !== "audio" && kind !== "video" && kind !== "photo") return fields;
  const address = URL.createObjectURL(file);
  try {
    return {
      ...(kind === "photo" ? await pictureFacts(address) : await soundFacts(kind, address)),
      ...fields,
    };
  } catch {
    return fields;
  } finally {
    URL.revokeObjectURL(address);
  }
}

async function pictureFacts(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  return { width: image.naturalWidth, height: image.naturalHeight };
}

function soundFacts(kind, address) {
  return new Promise((resolve, reject) => {
    const media = document.createElement(kind);
    media.preload = "metadata";
    media.onloadedmetadata = () => {
      const duration = Number.isFinite(media.duration) ? Math.round(media.duration) : undefined;
      resolve({ duration, width: media.videoWidth || undefined, height: media.videoHeight || undefined });
    };
    media.onerror = reject;
    setTimeout(reject, PATIENCE_MS);
    media.src = address;
  });
}
