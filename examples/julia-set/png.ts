import { crc32, deflateSync } from 'node:zlib'

/**
 * Write a picture as a PNG file.
 *
 * @param width Of the picture in pixels.
 * @param rgb   Three bytes per pixel, row by row from the top.
 * @see source: the PNG specification, sections 5 (chunks), 9 (filtering) and 11 (IHDR, IDAT, IEND).
 */
export function png(width: number, rgb: Uint8Array): Buffer {
  const height = rgb.length / (3 * width)
  const rows = Buffer.alloc(height * (3 * width + 1)) // a filter byte, 0 for none, before each row
  for (let row = 0; row < height; row++) rows.set(rgb.subarray(3 * width * row, 3 * width * (row + 1)), row * (3 * width + 1) + 1)
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2], 8) // 8 bits, red, green and blue
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
