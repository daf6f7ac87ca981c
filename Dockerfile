# The crawler in a container; data and ledger are volumes:
#
#   docker build -t steppewire .
#   docker run --rm -e NEWS_CONTACT=you@example.org -v steppewire-data:/data -v steppewire-ledger:/ledger \
#       steppewire crawl tengrinews_kz
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1

WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock

COPY scrapy.cfg LICENSE ./
COPY crawlers crawlers
COPY pipelines pipelines
COPY sample_paper sample_paper
COPY settings settings

# Volumes take over the owner of these folders when they are made.
RUN useradd --uid 10001 --create-home steppewire && install -d -o steppewire -g steppewire /data /ledger
USER steppewire
VOLUME ["/data", "/ledger"]

ENV SCRAPY_PROJECT=production NEWS_STORE_URL=file:/data NEWS_LEDGER_DIR=/ledger
ENTRYPOINT ["scrapy"]
CMD ["list"]
