"""People, bots and chats as a script drives them."""
