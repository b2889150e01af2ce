/* replaced by the room */ extern int placeholder; int placeholder;
