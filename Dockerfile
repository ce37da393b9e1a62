FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.ts scripts/
# Opened by the service at run time: the build checks that it is there.
COPY agents agents
COPY app.yml ./
COPY src src
RUN npm run build

FROM node:24-slim AS production
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24-slim
# git reads the repositories under review; the certificates are for fetching them.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git \
  && rm -rf /var/lib/apt/lists/*
RUN install --directory --owner=node --group=node --mode=0700 /data /var/cache/backend-engineer
WORKDIR /app
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY agents agents
COPY package.json app.yml LICENSE ./

# The compile cache makes a restart of the container quicker. The admin port stays on the container's own loopback:
# nothing outside needs it unless ADMIN_HOST says so.
ENV NODE_ENV=production DATA_DIR=/data PORT=3000 ADMIN_PORT=3001 NODE_COMPILE_CACHE=/var/cache/backend-engineer
VOLUME /data
EXPOSE 3000
USER node
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.ADMIN_PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
