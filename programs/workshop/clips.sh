#!/bin/sh
# Speaks the short words of the guided session for phones without a voice of their own: static/audio/words-en.mp3, one
# word after the other, each in a place of one second, in the order of static/audio/words-en.txt. Needs espeak-ng and
# ffmpeg; the product needs neither. Run at the root of the project after a change of that list.
set -eu
list=static/audio/words-en.txt
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
place=0
while read -r _name words; do
  place=$((place + 1))
  said=$work/$(printf '%03d' "$place")
  espeak-ng -v en-gb -s 150 -a 160 -w "$said.raw.wav" "$words"
  ffmpeg -v error -i "$said.raw.wav" -ar 16000 -ac 1 \
    -af "silenceremove=start_periods=1:start_threshold=-45dB,adelay=60,apad=whole_dur=1,atrim=end=1,afade=t=out:st=0.96:d=0.04" \
    "$said.wav" < /dev/null
  echo "file '$said.wav'" >> "$work/all"
done < "$list"
ffmpeg -v error -y -f concat -safe 0 -i "$work/all" -c:a libmp3lame -q:a 9 -map_metadata -1 -fflags +bitexact static/audio/words-en.mp3
echo "$place words"
