# The bot as an image: built in one stage, run in another that holds no build tools.
# It runs as user 10001 and writes to /data only, so that the rest may be read-only.
# Debian's packages are not pinned (DL3008): the release is, and its security updates are wanted.
FROM debian:12-slim AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
ARG EXTRAS=formats,fetch,opensearch,pictures,postgres
RUN python3 -m venv /opt/rapporteur \
    && PIP_CONSTRAINT=/source/constraints.txt /opt/rapporteur/bin/pip install \
        --no-cache-dir --no-input --no-compile ".[${EXTRAS}]" \
    && /opt/rapporteur/bin/pip uninstall --yes pip setuptools \
    && python3 -m compileall -q /opt/rapporteur/lib

FROM debian:12-slim
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 rapporteur \
    && useradd --uid 10001 --gid 10001 --home-dir /data --no-create-home \
        --shell /usr/sbin/nologin rapporteur \
    && install --directory --owner 10001 --group 10001 --mode 0700 /data \
    && install --directory /corpus
COPY --from=build /opt/rapporteur /opt/rapporteur
COPY deploy/container.yaml /etc/rapporteur/config.yaml
ENV PATH=/opt/rapporteur/bin:/usr/local/bin:/usr/bin:/bin \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MPLCONFIGDIR=/tmp/matplotlib
WORKDIR /data
VOLUME /data
USER 10001:10001
EXPOSE 9090
HEALTHCHECK --interval=30s --timeout=5s --start-period=5m --retries=3 \
    CMD ["python3", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:9090/livez', timeout=4)"]
ENTRYPOINT ["rapporteur"]
CMD ["run", "--config", "/etc/rapporteur/config.yaml"]
