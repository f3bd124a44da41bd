// What dma wrote about real deliveries, held to what the sink answered.
import { expect, test } from 'vitest';
import { foundIn, keysOf } from '../../support/recorded.ts';

test.each(keysOf('dma'))('recorded %s', (log, key) => {
  expect(foundIn('dma', log, key)).toEqual(key);
});
