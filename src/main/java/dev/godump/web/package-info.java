/**
 * The local viewer: an HTTP server on the loopback interface that serves the page and answers its
 * questions as JSON. It knows requests and what is dangerous about them; the questions themselves
 * are answered by {@link dev.godump.web.Answers}, which knows nothing of HTTP.
 */
package dev.godump.web;
