# One image per process: docker build --build-arg SERVICE=intake|scoring|notifier .
FROM python:3.11-slim-bookworm AS build
COPY requirements.production.lock /build/
RUN python -m venv /branda/venv && /branda/venv/bin/pip install --no-cache-dir --require-hashes -r /build/requirements.production.lock

FROM python:3.11-slim-bookworm
ARG SERVICE
RUN useradd --system --uid 10001 --home-dir /branda branda
WORKDIR /branda/app
COPY --from=build /branda/venv /branda/venv
COPY shared shared
COPY services/${SERVICE} services/${SERVICE}
COPY catalogues catalogues
RUN python -m compileall -q shared services
ENV PATH=/branda/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BRANDA_CATALOGUES=/branda/app/catalogues
USER branda
# The process is named where it runs: scoring is two of them.
ENTRYPOINT ["uvicorn", "--host", "0.0.0.0", "--port", "8000", "--no-access-log", "--factory"]
