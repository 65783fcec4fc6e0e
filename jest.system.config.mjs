import base from './jest.config.mjs';

/** Slow tests on the real thing: a browser, kill -9, live processes. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/system/**/*.test.ts'],
  testPathIgnorePatterns: [],
  testTimeout: 300000,
  maxWorkers: 1,
  // What failed stands once more in the last lines.
  reporters: [['default', { summaryThreshold: 0 }]],
};
