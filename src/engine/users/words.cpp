// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/users/words.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace throng::users {

namespace {

// clang-format off
constexpr auto commonWords = std::to_array<QLatin1StringView>({
    "about"_L1, "above"_L1, "across"_L1, "after"_L1, "again"_L1, "air"_L1, "all"_L1, "almost"_L1, "along"_L1,
    "already"_L1, "also"_L1, "always"_L1, "and"_L1, "animal"_L1, "another"_L1, "answer"_L1, "any"_L1, "anyone"_L1,
    "anything"_L1, "apple"_L1, "area"_L1, "around"_L1, "arrive"_L1, "ask"_L1, "autumn"_L1, "away"_L1, "back"_L1,
    "bad"_L1, "bag"_L1, "ball"_L1, "bank"_L1, "bath"_L1, "beach"_L1, "bear"_L1, "beautiful"_L1, "because"_L1,
    "bed"_L1, "before"_L1, "begin"_L1, "behind"_L1, "believe"_L1, "best"_L1, "better"_L1, "between"_L1, "big"_L1,
    "bird"_L1, "birthday"_L1, "black"_L1, "blue"_L1, "board"_L1, "boat"_L1, "body"_L1, "book"_L1, "both"_L1,
    "bottle"_L1, "bottom"_L1, "box"_L1, "boy"_L1, "bread"_L1, "break"_L1, "breakfast"_L1, "bridge"_L1, "bright"_L1,
    "bring"_L1, "brother"_L1, "brown"_L1, "build"_L1, "building"_L1, "bus"_L1, "busy"_L1, "but"_L1, "butter"_L1,
    "buy"_L1, "cake"_L1, "call"_L1, "camera"_L1, "can"_L1, "car"_L1, "card"_L1, "careful"_L1, "carry"_L1, "cat"_L1,
    "catch"_L1, "chair"_L1, "change"_L1, "cheap"_L1, "cheese"_L1, "child"_L1, "choose"_L1, "church"_L1, "city"_L1,
    "class"_L1, "clean"_L1, "clear"_L1, "clock"_L1, "close"_L1, "cloud"_L1, "coat"_L1, "coffee"_L1, "cold"_L1,
    "come"_L1, "cook"_L1, "corner"_L1, "cost"_L1, "could"_L1, "country"_L1, "cousin"_L1, "cup"_L1, "cut"_L1,
    "dance"_L1, "dark"_L1, "daughter"_L1, "day"_L1, "deep"_L1, "desk"_L1, "difficult"_L1, "dinner"_L1, "dog"_L1,
    "door"_L1, "down"_L1, "draw"_L1, "dream"_L1, "drink"_L1, "drive"_L1, "dry"_L1, "during"_L1, "each"_L1,
    "early"_L1, "earth"_L1, "east"_L1, "easy"_L1, "eat"_L1, "egg"_L1, "eight"_L1, "end"_L1, "enough"_L1,
    "evening"_L1, "every"_L1, "everyone"_L1, "example"_L1, "eye"_L1, "face"_L1, "fall"_L1, "family"_L1, "far"_L1,
    "farm"_L1, "fast"_L1, "father"_L1, "few"_L1, "field"_L1, "find"_L1, "finger"_L1, "finish"_L1, "fire"_L1,
    "first"_L1, "fish"_L1, "five"_L1, "floor"_L1, "flower"_L1, "fly"_L1, "follow"_L1, "food"_L1, "foot"_L1,
    "forest"_L1, "forget"_L1, "four"_L1, "free"_L1, "fresh"_L1, "friend"_L1, "from"_L1, "front"_L1, "fruit"_L1,
    "full"_L1, "funny"_L1, "garden"_L1, "gate"_L1, "girl"_L1, "give"_L1, "glad"_L1, "glass"_L1, "go"_L1, "gold"_L1,
    "good"_L1, "grandmother"_L1, "grass"_L1, "great"_L1, "green"_L1, "ground"_L1, "group"_L1, "grow"_L1, "guess"_L1,
    "guitar"_L1, "hair"_L1, "half"_L1, "hand"_L1, "happen"_L1, "happy"_L1, "hard"_L1, "hat"_L1, "have"_L1, "head"_L1,
    "hear"_L1, "heart"_L1, "heavy"_L1, "help"_L1, "here"_L1, "high"_L1, "hill"_L1, "hold"_L1, "holiday"_L1,
    "home"_L1, "hope"_L1, "horse"_L1, "hospital"_L1, "hot"_L1, "hour"_L1, "house"_L1, "how"_L1, "hundred"_L1,
    "hungry"_L1, "idea"_L1, "important"_L1, "inside"_L1, "island"_L1, "job"_L1, "join"_L1, "journey"_L1, "juice"_L1,
    "jump"_L1, "just"_L1, "keep"_L1, "key"_L1, "kind"_L1, "kitchen"_L1, "know"_L1, "lake"_L1, "lamp"_L1, "large"_L1,
    "last"_L1, "late"_L1, "laugh"_L1, "learn"_L1, "leave"_L1, "left"_L1, "lemon"_L1, "lesson"_L1, "letter"_L1,
    "library"_L1, "light"_L1, "like"_L1, "line"_L1, "listen"_L1, "little"_L1, "live"_L1, "long"_L1, "look"_L1,
    "lose"_L1, "lost"_L1, "loud"_L1, "love"_L1, "low"_L1, "lucky"_L1, "lunch"_L1, "machine"_L1, "make"_L1, "many"_L1,
    "map"_L1, "market"_L1, "maybe"_L1, "meal"_L1, "mean"_L1, "meet"_L1, "message"_L1, "milk"_L1, "minute"_L1,
    "mirror"_L1, "money"_L1, "month"_L1, "moon"_L1, "more"_L1, "morning"_L1, "mother"_L1, "mountain"_L1, "mouth"_L1,
    "move"_L1, "much"_L1, "music"_L1, "name"_L1, "near"_L1, "need"_L1, "never"_L1, "new"_L1, "news"_L1, "next"_L1,
    "nice"_L1, "night"_L1, "nine"_L1, "noise"_L1, "north"_L1, "nose"_L1, "nothing"_L1, "now"_L1, "number"_L1,
    "ocean"_L1, "often"_L1, "old"_L1, "once"_L1, "only"_L1, "open"_L1, "orange"_L1, "other"_L1, "outside"_L1,
    "over"_L1, "page"_L1, "paint"_L1, "paper"_L1, "parent"_L1, "park"_L1, "part"_L1, "party"_L1, "pass"_L1, "pay"_L1,
    "pencil"_L1, "people"_L1, "perhaps"_L1, "person"_L1, "phone"_L1, "photo"_L1, "picture"_L1, "piece"_L1,
    "place"_L1, "plan"_L1, "plant"_L1, "play"_L1, "please"_L1, "pocket"_L1, "point"_L1, "poor"_L1, "present"_L1,
    "pretty"_L1, "problem"_L1, "question"_L1, "quick"_L1, "quiet"_L1, "quite"_L1, "rain"_L1, "read"_L1, "ready"_L1,
    "really"_L1, "red"_L1, "remember"_L1, "rest"_L1, "rich"_L1, "ride"_L1, "right"_L1, "ring"_L1, "river"_L1,
    "road"_L1, "room"_L1, "round"_L1, "run"_L1, "sad"_L1, "same"_L1, "sand"_L1, "say"_L1, "school"_L1, "sea"_L1,
    "season"_L1, "seat"_L1, "second"_L1, "see"_L1, "sell"_L1, "send"_L1, "seven"_L1, "shade"_L1, "shape"_L1,
    "share"_L1, "ship"_L1, "shirt"_L1, "shoe"_L1, "shop"_L1, "short"_L1, "should"_L1, "show"_L1, "sign"_L1,
    "silver"_L1, "simple"_L1, "sing"_L1, "sister"_L1, "sit"_L1, "six"_L1, "sky"_L1, "sleep"_L1, "slow"_L1,
    "small"_L1, "smile"_L1, "snow"_L1, "soft"_L1, "some"_L1, "song"_L1, "soon"_L1, "sorry"_L1, "sound"_L1, "soup"_L1,
    "south"_L1, "speak"_L1, "spell"_L1, "spend"_L1, "spoon"_L1, "sport"_L1, "spring"_L1, "square"_L1, "stand"_L1,
    "star"_L1, "start"_L1, "station"_L1, "stay"_L1, "still"_L1, "stone"_L1, "stop"_L1, "storm"_L1, "story"_L1,
    "straight"_L1, "strange"_L1, "street"_L1, "strong"_L1, "student"_L1, "study"_L1, "sugar"_L1, "summer"_L1,
    "sun"_L1, "sure"_L1, "sweet"_L1, "swim"_L1, "table"_L1, "take"_L1, "talk"_L1, "tall"_L1, "tea"_L1, "teach"_L1,
    "team"_L1, "tell"_L1, "ten"_L1, "test"_L1, "thank"_L1, "that"_L1, "their"_L1, "them"_L1, "then"_L1, "there"_L1,
    "thing"_L1, "think"_L1, "third"_L1, "thousand"_L1, "three"_L1, "through"_L1, "ticket"_L1, "time"_L1, "tired"_L1,
    "today"_L1, "together"_L1, "tomorrow"_L1, "tonight"_L1, "too"_L1, "top"_L1, "touch"_L1, "town"_L1, "train"_L1,
    "travel"_L1, "tree"_L1, "trip"_L1, "true"_L1, "try"_L1, "turn"_L1, "two"_L1, "under"_L1, "until"_L1, "use"_L1,
    "usual"_L1, "vegetable"_L1, "very"_L1, "village"_L1, "visit"_L1, "voice"_L1, "wait"_L1, "walk"_L1, "wall"_L1,
    "want"_L1, "warm"_L1, "wash"_L1, "watch"_L1, "water"_L1, "way"_L1, "weather"_L1, "week"_L1, "welcome"_L1,
    "west"_L1, "wet"_L1, "what"_L1, "wheel"_L1, "when"_L1, "where"_L1, "which"_L1, "while"_L1, "white"_L1, "who"_L1,
    "whole"_L1, "why"_L1, "wide"_L1, "wild"_L1, "will"_L1, "win"_L1, "wind"_L1, "window"_L1, "winter"_L1, "wish"_L1,
    "with"_L1, "without"_L1, "woman"_L1, "wonder"_L1, "wood"_L1, "word"_L1, "work"_L1, "world"_L1, "write"_L1,
    "wrong"_L1, "yard"_L1, "year"_L1, "yellow"_L1, "yes"_L1, "yesterday"_L1, "yet"_L1, "young"_L1, "your"_L1,
    "zoo"_L1,
});
// clang-format on

} // namespace

std::span<const QLatin1String> wordList()
{
    return commonWords;
}

QString drawText(const LogNormal &words, Random &random)
{
    const std::span<const QLatin1String> list = wordList();
    const double count = std::clamp(std::round(words.draw(random)), 1.0, double(list.size()));
    QString text;
    for (int i = 0; i < int(count); ++i) {
        if (i > 0)
            text += u' ';
        text += list[random.below(list.size())];
    }
    return text;
}

QString drawDisplayName(Random &random)
{
    const std::span<const QLatin1String> list = wordList();
    const auto draw = [&] {
        QString word = list[random.below(list.size())];
        word[0] = word[0].toUpper();
        return word;
    };
    const QString first = draw();
    return first + u' ' + draw();
}

} // namespace throng::users
