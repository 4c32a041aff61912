// What the page knows: the chats with their messages, who the visitor is, and where they are.

export const GENERAL = null; // the topic of a forum that has no number

export class State extends EventTarget {
  constructor(loaded, person) {
    super();
    this.bot = loaded.bot;
    this.people = loaded.people;
    this.corpus = loaded.corpus;
    this.chats = new Map();
    for (const { messages, ...chat } of loaded.chats) {
      const byNumber = new Map(messages.map((shown) => [shown.message_id, taken(shown)]));
      this.chats.set(chat.id, { ...chat, messages: byNumber, unread: new Map() });
    }
    this.person = this.people.find((one) => one.id === person) ?? this.people[0];
    this.chatId = this.person.id;
    this.topic = GENERAL;
  }

  get chat() {
    return this.chats.get(this.chatId);
  }

  /** The chats that the visitor sees: their own private one, and those that all share. */
  get visible() {
    return [...this.chats.values()].filter((chat) => chat.type !== "private" || chat.id === this.person.id);
  }

  become(id) {
    const wasPrivate = this.chat.type === "private";
    this.person = this.people.find((one) => one.id === id);
    if (wasPrivate) this.chatId = id;
    this.chat.unread.delete(this.topic);
    this.say("person");
  }

  open(chatId, topic = GENERAL) {
    this.chatId = chatId;
    this.topic = topic;
    this.chat.unread.delete(topic);
    this.say("opened");
  }

  /** The messages of a chat, or of a topic of it, oldest first. */
  messages(chat = this.chat, topic = this.topic) {
    const all = [...chat.messages.values()];
    return chat.is_forum ? all.filter((message) => topicOf(message) === topic) : all;
  }

  isOpen(chatId, message) {
    return chatId === this.chatId && (!this.chat.is_forum || topicOf(message) === this.topic);
  }

  isMine(message) {
    if (message.via_bot) return message.from?.id === this.person.id;
    if (message.chat.type === "channel") return false;
    return message.from?.id === this.person.id;
  }

  byBot(message) {
    return message.fromBot;
  }

  /** Whether the visitor may write in the open chat. */
  get mayWrite() {
    return this.chat.type !== "channel" || this.person.role === "admin";
  }

  /** Take in what the server told. */
  told(event) {
    const chat = this.chats.get(event.chat_id);
    if (!chat) return;
    if (event.kind === "message" || event.kind === "edited") {
      chat.messages.set(event.message_id, taken(event));
      if (event.kind === "message") this.count(chat, event.message);
    } else if (event.kind === "deleted") {
      chat.messages.delete(event.message_id);
    }
    this.say(event.kind, event);
  }

  count(chat, message) {
    if (this.isMine(message) || this.isOpen(chat.id, message)) return;
    const topic = chat.is_forum ? topicOf(message) : GENERAL;
    chat.unread.set(topic, (chat.unread.get(topic) ?? 0) + 1);
  }

  say(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}

/** A message with who wrote it, which a channel's post does not say. */
function taken({ message, from_bot: fromBot }) {
  return Object.assign(message, { fromBot });
}

export function topicOf(message) {
  return message.is_topic_message ? message.message_thread_id : GENERAL;
}

/** A chat's name as the visitor sees it: a private chat bears the bot's. */
export function nameOf(chat, state) {
  return chat.type === "private" ? state.bot.name : chat.title;
}

/** The tone of a user's or chat's face and name: 0 is the bot's alone. */
export function toneOf(one) {
  return one?.is_bot || one?.type === "private" ? 0 : 1 + (Math.abs(one?.id ?? 0) % 5);
}

/** A message in one line. */
export function lineOf(message) {
  const text = message.text ?? message.caption;
  if (text) return text.replace(/\s+/g, " ");
  if (message.document) return message.document.file_name ?? "File";
  if (message.photo) return "Picture";
  if (message.forum_topic_created) return `Topic “${message.forum_topic_created.name}” opened`;
  if (message.new_chat_members) return "Somebody joined";
  return "";
}
