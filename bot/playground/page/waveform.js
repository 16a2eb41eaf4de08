// Measures how loud a sound is from moment to moment, and draws that as a picture to cut a bar from.

const BARS = 56;
const MOST_BYTES = 3_000_000;
const known = new Map();

/** Return the loudness of each of the bars, 0 to 1; null for what is too big or cannot be decoded here. */
export function peaksOf(source, bytes) {
  if (!bytes || bytes > MOST_BYTES) return null;
  if (!known.has(source)) known.set(source, measured(source).catch(() => null));
  return known.get(source);
}

/** Return a data address of an SVG with one rounded bar for each peak. */
export function shapeOf(peaks) {
  const bars = peaks.map((peak, i) => {
    const high = 3 + peak * 25;
    return `<rect x="${i * 4 + 0.7}" y="${(28 - high) / 2}" width="2.6" height="${high}" rx="1.3"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${
    peaks.length * 4
  } 28" preserveAspectRatio="none">${bars.join("")}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

async function measured(source) {
  const response = await fetch(source);
  // An offline context decodes without asking for a person's gesture first, and 8 kHz are plenty for bars.
  const decoder = new OfflineAudioContext(1, 1, 8000);
  const sound = await decoder.decodeAudioData(await response.arrayBuffer());
  const samples = sound.getChannelData(0);
  const wide = Math.max(1, Math.floor(samples.length / BARS));
  const peaks = Array.from({ length: BARS }, (_, bar) => {
    let sum = 0;
    for (let i = bar * wide; i < (bar + 1) * wide; i += 4) sum += (samples[i] ?? 0) ** 2;
    return Math.sqrt((4 * sum) / wide);
  });
  const most = Math.max(...peaks, 0.001);
  return peaks.map((peak) => peak / most);
}
