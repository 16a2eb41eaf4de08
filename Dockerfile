# syntax=docker/dockerfile:1
FROM python:3.11-slim AS build
COPY requirements.txt /
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps \
       --requirement /requirements.txt
# What not everybody needs, such as obstore for a bucket; none by default.
ARG PACKAGES=""
RUN if [ -n "$PACKAGES" ]; then \
        /venv/bin/pip install --no-cache-dir --disable-pip-version-check $PACKAGES; \
    fi

FROM python:3.11-slim
RUN useradd --create-home --uid 1000 hearsay && install -d -o hearsay -g hearsay /data
COPY --from=build /venv /venv
WORKDIR /app
COPY main.py pyproject.toml LICENSE ./
COPY bot bot
COPY handlers handlers
COPY services services
COPY locales locales
USER hearsay
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    HTTP_HOST=0.0.0.0 HTTP_PORT=8080 DATA_DIR=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ[\"HTTP_PORT\"]}/health', timeout=4)"]
CMD ["python", "main.py", "serve"]
