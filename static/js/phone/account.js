// Whose page this is: the patient's public id, which names the queue's owner and the cache of kept pages.
export const account = document.querySelector("meta[name=account]").content;
