import vue from '@vitejs/plugin-vue'
import { fileURLToPath, URL } from 'node:url'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [
    vue(),
    // Element Plus parts come in where a template uses them, with their styles; types from element-plus/global.
    Components({ dirs: [], dts: false, resolvers: [ElementPlusResolver()] }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2020',
    manifest: true,
    // Small files stay files: the content security policy allows no data: scripts or fonts.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rollupOptions: {
      output: {
        manualChunks: (id) => (/node_modules\/(echarts|zrender)\//.test(id) ? 'charts' : undefined),
      },
    },
  },
  server: {
    // The host stays that of the page: the program refuses what comes from another site.
    proxy: {
      '/api': { target: process.env.TAIZHANG_SERVER ?? 'http://127.0.0.1:8080', changeOrigin: false },
    },
  },
  test: { environment: 'jsdom', include: ['tests/**/*.test.ts'] },
})
