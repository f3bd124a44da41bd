// What nullmailer wrote about real deliveries, held to what the sink answered.
import { expect, test } from 'vitest';
import { foundIn, keysOf } from '../../support/recorded.ts';

test.each(keysOf('nullmailer'))('recorded %s', (log, key) => {
  expect(foundIn('nullmailer', log, key)).toEqual(key);
});
