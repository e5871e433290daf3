'use strict';
// Jest asks for a hundred frames. Every `expect` takes a stack, also one that holds: in a property test of thousands that is
// most of the time. Twenty reach the line of the spec.
Error.stackTraceLimit = 20;
