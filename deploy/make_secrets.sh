#!/bin/sh
# Makes the passwords that compose.yaml wants, in deploy/secrets. What is there already is kept.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets # nobody else on this machine comes this far; inside of the containers the files must be readable

password() {
    [ -s "secrets/$1" ] || head -c 24 /dev/urandom | base64 | tr '+/' '-_' | tr -d '\n' >"secrets/$1"
    cat "secrets/$1"
}

database=$(password database_password)
broker=$(password broker_password)
printf 'postgresql://soridam:%s@database:5432/soridam' "$database" >secrets/database_url
printf 'redis://:%s@broker:6379/0' "$broker" >secrets/broker_url
chmod 444 secrets/*
echo "The secrets are in $PWD/secrets. Keep them out of backups that others can read."
