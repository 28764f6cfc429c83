import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  build: {
    assetsInlineLimit: 0, // the server's policy lets nothing run or show that is not a file of its own
    chunkSizeWarningLimit: 900,
  },
  server: {
    fs: { allow: [".."] }, // the book's fonts
    proxy: { "/api": "http://127.0.0.1:8765", "/login": "http://127.0.0.1:8765", "/healthz": "http://127.0.0.1:8765" },
  },
});
