# One image for the API, the worker and the migrations. Node runs the TypeScript as it is; only the workflows are bundled.
ARG NODE_IMAGE=node:24.21.0-slim

FROM ${NODE_IMAGE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Temporal's SDK brings its engine for five platforms, of which one runs here; nobody follows a source map in an image.
RUN npm ci --omit=dev \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} + \
  && find node_modules -name '*.map' -delete

FROM packages AS bundle
COPY . .
RUN npm run bundle -- dist/workflows.js

FROM ${NODE_IMAGE}
ENV NODE_ENV=production TZ=UTC WORKFLOW_BUNDLE_PATH=/app/dist/workflows.js
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY src src
COPY workflows workflows
COPY activities activities
COPY migrations migrations
COPY temporal temporal
COPY --from=bundle /app/dist dist
# Files belong to root: the process can read its code and not change it.
USER node
EXPOSE 3000
# Both processes drain on SIGTERM. Start with an init (`docker run --init`, `init: true`): as process 1, Node ignores signals until it listens for them.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/livez`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/server.ts"]
