/** Each line is a group: its name, and emoji with the words by which they are found. */
const groups = `
Faces|😀 grin happy smile|😃 smile happy joy|😄 laugh smile happy|😁 beam grin teeth|😆 laugh squint haha|😅 sweat relief phew|😂 tears joy laugh lol|🤣 rolling floor laugh rofl|🙂 slight smile|🙃 upside down irony|😉 wink|😊 blush smile pleased|😇 angel halo innocent|🥰 love hearts adore|😍 heart eyes love|🤩 star struck wow|😘 kiss|😋 yum tasty|😜 tongue wink silly|🤪 zany crazy|🤗 hug|🤭 oops giggle|🤫 quiet shush secret|🤔 think hmm wonder|🫡 salute yes sir|🤨 doubt eyebrow|😐 neutral meh|😏 smirk|😒 unamused|🙄 roll eyes|😬 grimace awkward|😌 relieved calm|😴 sleep tired zzz|😷 mask ill|🤒 ill fever|🤯 mind blown explode|🥳 party celebrate|😎 cool sunglasses|🤓 nerd glasses|🧐 monocle inspect|😕 confused|😟 worried|🙁 frown sad|😮 wow surprised open|😲 astonished shock|😳 flushed embarrassed|🥺 plead please|😢 cry sad tear|😭 sob cry|😱 scream fear|😖 confounded|😞 disappointed|😩 weary|🥱 yawn bored|😤 steam huff|😡 angry mad|🤬 swear curse|💀 skull dead|💩 poop|🤖 robot bot ai|👻 ghost|👽 alien
Hands and people|👍 thumbs up yes like agree ok|👎 thumbs down no dislike|👌 ok perfect|🤌 pinched|✌️ peace victory|🤞 fingers crossed luck|🤟 love you|🤘 rock horns|👈 left point|👉 right point|👆 up point|👇 down point this|☝️ one up attention|✋ stop hand high five|👋 wave hello hi bye|🤚 back hand|👏 clap applause bravo|🙌 hooray raise hands|🫶 heart hands love|🤝 handshake deal agree|🙏 thanks please pray|✍️ write|💪 strong muscle|🧠 brain smart|👀 eyes look see|🙋 raise hand question|🤷 shrug dunno|🤦 facepalm|🙅 no gesture|🙆 ok gesture|🏃 run hurry|💃 dance|🧑‍💻 developer code computer
Hearts and signs|❤️ heart love red|🧡 orange heart|💛 yellow heart|💚 green heart|💙 blue heart|💜 purple heart|🖤 black heart|🤍 white heart|💔 broken heart|💯 hundred perfect|✅ check done yes|☑️ check box|✔️ check mark|❌ cross no wrong|❓ question|❗ exclamation|‼️ double exclamation|⚠️ warning|🚫 forbidden no|⛔ stop|💤 sleep zzz|💬 speech comment|💭 thought|🔔 bell notify|🔕 mute bell|➕ plus add|➖ minus|🔁 repeat again|🔄 refresh update|⬆️ up arrow|⬇️ down arrow|➡️ right arrow|⬅️ left arrow|🆗 ok|🆕 new|🔴 red circle|🟡 yellow circle|🟢 green circle|🔵 blue circle
Nature|🐶 dog|🐱 cat|🐭 mouse|🐰 rabbit|🦊 fox|🐻 bear|🐼 panda|🐨 koala|🦁 lion|🐮 cow|🐷 pig|🐸 frog|🐵 monkey|🙈 see no evil|🐔 chicken|🐧 penguin|🦆 duck|🦉 owl|🦄 unicorn|🐝 bee|🐛 bug|🦋 butterfly|🐢 turtle|🐍 snake python|🐙 octopus|🦀 crab rust|🐳 whale docker|🌱 seedling grow|🌳 tree|🌵 cactus|🌸 blossom flower|🌹 rose|🌻 sunflower|🍀 clover luck|🌍 earth world|🌙 moon|⭐ star|✨ sparkles|⚡ lightning fast|🔥 fire hot|🌈 rainbow|☀️ sun|☁️ cloud|🌧️ rain|❄️ snow cold|🌊 wave sea
Food|🍎 apple|🍌 banana|🍓 strawberry|🍉 melon|🥑 avocado|🥕 carrot|🌽 corn|🍞 bread|🧀 cheese|🥚 egg|🥐 croissant|🍕 pizza|🍔 burger|🍟 fries|🌮 taco|🍜 noodles ramen|🍣 sushi|🍪 cookie|🎂 cake birthday|🍰 cake|🍫 chocolate|🍿 popcorn|☕ coffee|🍵 tea|🍺 beer|🍻 cheers beers|🥂 cheers toast|🍷 wine|🧃 juice
Things|🎉 party tada celebrate|🎊 confetti|🎁 gift present|🏆 trophy win|🥇 first gold medal|🎯 target goal hit|🎲 dice game|🎮 game|🎵 music note|🎸 guitar|🎨 art paint|📷 camera photo|🎬 film movie|💻 laptop computer|⌨️ keyboard|🖥️ screen desktop|📱 phone|🔋 battery|💡 idea light bulb|🔦 torch|🔧 wrench fix tool|🔨 hammer build|🛠️ tools|⚙️ gear settings|🔬 microscope science|🧪 test tube experiment|🔭 telescope|📌 pin|📎 clip attach|✏️ pencil|📝 memo note write|📚 books read|📖 book open|📅 calendar date|⏰ alarm clock time|⏳ hourglass wait|📈 chart up grow|📉 chart down|📊 bar chart|📦 package box ship|📧 mail|🔒 lock secure|🔑 key|🚀 rocket launch ship|✈️ plane travel|🚗 car|🚲 bicycle|🚢 ship release|🏠 house home|🏖️ beach holiday|⛰️ mountain|💰 money|💎 gem|🧹 broom clean|🗑️ trash delete|🚧 construction wip|🏁 finish flag|🚩 red flag
`;

export interface Emoji {
  emoji: string;
  words: string;
}

export interface EmojiGroup {
  name: string;
  emoji: readonly Emoji[];
}

export const emojiGroups: readonly EmojiGroup[] = groups
  .trim()
  .split('\n')
  .map((line) => {
    const [name, ...all] = line.split('|');
    return { name: name!, emoji: all.map(parse) };
  });

function parse(text: string): Emoji {
  const at = text.indexOf(' ');
  return { emoji: text.slice(0, at), words: text.slice(at + 1) };
}

/** Those of which a word begins with each word of the query, best first. */
export function findEmoji(query: string): readonly Emoji[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = ({ words }: Emoji) => (words.startsWith(wanted[0] ?? '') ? 0 : 1);
  return emojiGroups
    .flatMap((group) => group.emoji)
    .filter(({ emoji, words }) => emoji === query.trim() || wanted.every((word) => words.split(' ').some((other) => other.startsWith(word))))
    .sort((a, b) => rank(a) - rank(b));
}
