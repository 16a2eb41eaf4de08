EXAMPLES = {
    "discord:111111111111111111/222222222222222222/voice-message.ogg": [
        (
            "https://cdn.discordapp.com/attachments/111111111111111111/222222222222222222/"
            "voice-message.ogg?ex=65ab&is=65aa&hm=0123456789abcdef&"
        ),
        (
            "https://media.discordapp.net/attachments/111111111111111111/222222222222222222/"
            "voice-message.ogg?ex=77ab&is=77aa&hm=fedcba9876543210&=&format=webp"
        ),
        (
            "https://cdn.discordapp.com/ephemeral-attachments/111111111111111111/"
            "222222222222222222/voice-message.ogg"
        ),
    ],
    "discord:discord.com/channels/1/2/3": ["https://discord.com/channels/1/2/3"],
    "discord:cdn.discordapp.com/avatars/1/2.png": ["https://cdn.discordapp.com/avatars/1/2.png"],
    "discord:evil.discordapp.com/attachments/111111111/222222222/a.mp3": [
        "https://evil.discordapp.com/attachments/111111111/222222222/a.mp3"
    ],
}
