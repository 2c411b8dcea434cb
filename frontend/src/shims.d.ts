/// <reference types="vite/client" />
/// <reference path="../verbs.d.ts" />
