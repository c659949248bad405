#!/bin/bash
# What a crashed server leaves behind would keep the next from starting.
rm -rf /run/httpd/*
exec /usr/sbin/httpd -D FOREGROUND
